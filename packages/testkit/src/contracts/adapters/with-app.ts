import { afterAll, beforeAll } from 'vitest'
import type { AdapterHarness, AdapterStartOptions, AdapterUnderTest } from './harness.ts'

/** Starts one application for the tests of the enclosing `describe`, and returns the way to it. */
export function withApp(harness: AdapterHarness, options: AdapterStartOptions): () => AdapterUnderTest {
  let app: AdapterUnderTest | undefined
  beforeAll(async () => {
    app = await harness.start(options)
  })
  afterAll(() => app?.close())
  return () => {
    if (!app) throw new Error('The application has not been started')
    return app
  }
}
