import { afterAll, beforeAll, expect, it } from 'vitest'
import { fileURLToPath } from 'node:url'
import { existsSync } from 'node:fs'
import {
  createApiClient,
  entryOf,
  runTracker,
  sampleEvents,
  sentSample,
  cspReportSample,
  until,
  type ApiClient,
  type ServedBreadcrumb,
  type ServedEvent,
  type ServedException,
  type TrackerProcess,
} from '@culprit/testkit'
import { placeOf } from './support/source-lines.ts'
import { spawnApp } from './support/spawn-app.ts'

let tracker: TrackerProcess
let api: ApiClient

beforeAll(async () => {
  tracker = await runTracker()
  api = createApiClient({ url: tracker.url, token: tracker.apiToken })
})
afterAll(() => tracker?.stop())

const stored = (eventId: string): Promise<ServedEvent> =>
  until(() => api.event(eventId), { what: `event ${eventId}` })

it('raven 2.6.4: stores frames, tags, user and breadcrumbs', async () => {
  const end = await spawnApp([process.execPath, 'apps/raven/app.cjs'], { SENTRY_DSN: tracker.dsn }).ended
  expect(end).toMatchObject({ code: 0 })
  const event = await stored(end.stdout.trim())
  const { values } = entryOf<{ values: readonly ServedException[] }>(event, 'exception')
  const place = placeOf('raven/app.cjs', 'throw new TypeError')
  const frame = values[0]?.stacktrace?.frames.at(-1)
  expect(values[0]).toMatchObject({ type: 'TypeError', value: 'The key K-3 does not fit' })
  expect(frame).toMatchObject({ function: 'openCabinet', lineNo: place.line })
  expect(frame?.context).toContainEqual([place.line, place.source])
  expect(event.tags).toContainEqual({ key: 'era', value: 'raven' })
  expect(event.user).toMatchObject({ id: '7', email: 'old@example.test' })
  const crumbs = entryOf<{ values: readonly ServedBreadcrumb[] }>(event, 'breadcrumbs').values
  expect(crumbs).toContainEqual(expect.objectContaining({ category: 'visit', message: 'opened the museum' }))
})

const cli = fileURLToPath(new URL('../node_modules/@sentry/cli-linux-x64/bin/sentry-cli', import.meta.url))
it.skipIf(!existsSync(cli))(
  '@sentry/cli send-event: stores message, level, tags, user, environment',
  async () => {
    const args = [
      'send-event',
      '-m',
      'Deployed %s',
      '-a',
      'v7',
      '-l',
      'warning',
      '-t',
      'stage:canary',
      '-u',
      'id:5',
      '-E',
      'prod',
      '-r',
      'cli@1',
      '--no-environ',
    ]
    const end = await spawnApp([cli, ...args], { SENTRY_DSN: tracker.dsn }).ended
    expect(end).toMatchObject({ code: 0 })
    const id =
      /[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}/
        .exec(end.stdout)?.[0]
        ?.replaceAll('-', '') ?? ''
    const event = await stored(id)
    expect(entryOf<{ formatted: string }>(event, 'message').formatted).toBe('Deployed v7')
    expect(event.tags).toContainEqual({ key: 'stage', value: 'canary' })
    expect(event.user).toMatchObject({ id: '5' })
    expect(await api.issue(event.groupID)).toMatchObject({ level: 'warning' })
  },
)

it('curl on the store endpoint: the command that the start screen prints', async () => {
  const dsn = new URL(tracker.dsn)
  const url = `${dsn.origin}/api${dsn.pathname}/store/?sentry_key=${dsn.username}`
  const end = await spawnApp(
    [
      'curl',
      '-sS',
      url,
      '-H',
      'content-type: application/json',
      '-d',
      '{"message":"Hello from curl","level":"error"}',
    ],
    {},
  ).ended
  const answer: unknown = JSON.parse(end.stdout)
  expect(answer).toEqual({ id: expect.stringMatching(/^[0-9a-f]{32}$/) })
  const event = await stored((answer as { id: string }).id)
  expect(event.title).toBe('Hello from curl')
})

it.each(Object.entries(sampleEvents))(
  'a sample event of %s is stored with its title, and not a secret of it',
  async (platform, sample) => {
    const eventId = crypto.randomUUID().replaceAll('-', '')
    await post('store', JSON.stringify(sentSample(sample, { eventId, timestamp: Date.now() / 1000 })))
    const event = await stored(eventId)
    const { values } = entryOf<{ values: readonly ServedException[] }>(event, 'exception')
    expect(event.title).toContain(values.at(-1)?.type)
    expect(values.at(-1)?.stacktrace?.frames.at(-1)).toMatchObject({
      inApp: true,
      lineNo: expect.any(Number),
    })
    expect(JSON.stringify(event)).not.toMatch(/not[-_]for[-_]you/)
    expect(platform === 'browser' ? 'javascript' : platform).toBe(event.platform)
  },
)

it('a CSP report becomes an issue', async () => {
  await post('security', JSON.stringify(cspReportSample), 'application/csp-report')
  const issue = await until(
    async () => (await api.issues()).find((each) => /evil\.example/.test(each.title + each.culprit)),
    { what: 'the report' },
  )
  expect(issue.count).toBe('1')
})

async function post(endpoint: string, body: string, contentType = 'application/json'): Promise<void> {
  const dsn = new URL(tracker.dsn)
  const response = await fetch(`${dsn.origin}/api${dsn.pathname}/${endpoint}/?sentry_key=${dsn.username}`, {
    method: 'POST',
    headers: { 'content-type': contentType },
    body,
  })
  expect(response.ok, `${endpoint} answered ${response.status}`).toBe(true)
  await response.arrayBuffer()
}
