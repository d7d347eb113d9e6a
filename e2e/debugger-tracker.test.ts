import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createApiClient,
  createTempDir,
  entryOf,
  openPage,
  runTracker,
  until,
  type TempDir,
  type TrackerProcess,
} from '@culprit/testkit'
import { spawnApp, type App } from './support/spawn-app.ts'

let tracker: TrackerProcess
let temp: TempDir
let app: App
let url = ''

beforeAll(async () => {
  tracker = await runTracker()
  temp = await createTempDir()
  app = spawnApp([process.execPath, 'apps/debugged-hostile/app.mjs'], {
    CULPRIT_DSN: tracker.dsn,
    CULPRIT_SPOOL_DIR: temp.path,
  })
  const port = await until(() => /listening on (\d+)/.exec(app.stdout())?.[1])
  url = `http://localhost:${port}`
})
afterAll(async () => {
  app?.child.kill()
  await app?.ended
  await tracker?.stop()
  await temp?.remove()
})

describe('an error that is debugged and reported', () => {
  it('has pages in both that link each other, and is of the environment development', async () => {
    const { id = '', answer, evaluate } = await openPage(url, '/boom')
    expect(answer.text).toContain(`${tracker.url}/issues?query=${id}`)
    const api = createApiClient({ url: tracker.url, token: tracker.apiToken })
    const event = await until(() => api.event(id).catch(() => undefined), {
      what: 'the event in the tracker',
    })
    const tags = Object.fromEntries(event.tags.map(({ key, value }) => [key, value]))
    expect(tags).toMatchObject({
      environment: 'development',
      'debugger.url': `${url}/-/culprit/errors/${id}`,
    })
    // One pause has served both: the report has the variables, and the frame is alive.
    const frames = entryOf(event, 'exception')
    expect(JSON.stringify(frames)).toContain('sesame-4711')
    expect((await evaluate('word.length')).json).toMatchObject({ text: '11' })
  })
})
