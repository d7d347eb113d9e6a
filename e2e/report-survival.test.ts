import {
  createApiClient,
  createTempDir,
  runTracker,
  until,
  type ApiClient,
  type TempDir,
} from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventIdOf } from '../packages/culprit/test/report-survival/make-event.ts'
import { runChild } from '../packages/culprit/test/report-survival/run-child.ts'

let dir: TempDir
beforeEach(async () => {
  dir = await createTempDir()
})
afterEach(() => dir[Symbol.asyncDispose]())

const arrived = (api: ApiClient, n: number): Promise<string> =>
  until(async () => (await api.event(eventIdOf(n))).title, { what: `event ${n}` })

describe('with a real tracker', () => {
  it.each([
    { ending: 'exit', code: 3 },
    { ending: 'throw', code: 1 },
    { ending: 'rejection', code: 1 },
    { ending: 'end', code: 0 },
  ])('the event of a process that ends by $ending is there afterwards', async ({ ending, code }) => {
    await using tracker = await runTracker()
    const api = createApiClient({ url: tracker.url, token: tracker.apiToken })
    expect((await runChild(ending, { dsn: tracker.dsn, spoolDir: dir.path, events: 1 })).code).toBe(code)
    expect(await arrived(api, 0)).toContain('event 0')
  })

  // The ways to die of logging.md 2.4, and Ctrl+C.
  const deaths = [
    { ending: 'exit', count: 1 },
    { ending: 'throw', count: 1 },
    { ending: 'rejection', count: 1 },
    { ending: 'wait', signal: 'SIGTERM', count: 1 },
    { ending: 'wait', signal: 'SIGINT', count: 1 },
    // Nothing can be done at a SIGKILL; what was flushed, and so is on disk, arrives.
    { ending: 'flush-and-wait', signal: 'SIGKILL', count: 1 },
  ] as const
  it.each(deaths)('while it is away: $ending $signal; the event is there once it is back', async (death) => {
    await using data = await createTempDir()
    const { dsn, url, stop } = await runTracker({ dataDir: data.path })
    await stop()
    const signal = 'signal' in death ? death.signal : undefined
    await runChild(death.ending, { dsn, spoolDir: dir.path, events: 1, ...(signal && { signal }) })
    await using tracker = await runTracker({ dataDir: data.path, args: ['--port', new URL(url).port] })
    await runChild('end', { dsn, spoolDir: dir.path, events: 0 })
    const api = createApiClient({ url: tracker.url, token: tracker.apiToken })
    expect(await arrived(api, 0)).toContain('event 0')
    expect((await api.issues()).map(({ count }) => Number(count))).toEqual([death.count])
  })

  it('that is down meanwhile gets the events of crashes and signals later, each once', async () => {
    await using data = await createTempDir()
    const first = await runTracker({ dataDir: data.path })
    const { dsn } = first
    const port = new URL(first.url).port
    await first.stop()
    const events = { dsn, spoolDir: dir.path }
    expect((await runChild('throw', events)).code).toBe(1)
    expect((await runChild('wait', { ...events, signal: 'SIGTERM' })).signal).toBe('SIGTERM')
    await using tracker = await runTracker({ dataDir: data.path, args: ['--port', port] })
    const api = createApiClient({ url: tracker.url, token: tracker.apiToken })
    await Promise.all([1, 2].map(() => runChild('end', { ...events, events: 0 })))
    for (const n of [0, 1, 2]) expect(await arrived(api, n)).toContain(`event ${n}`)
    const issues = await api.issues()
    expect(issues.reduce((sum, { count }) => sum + Number(count), 0)).toBe(3)
  })
})
