import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createApiClient,
  createSmtpSink,
  entryOf,
  runTracker,
  until,
  type ApiClient,
  type ServedBreadcrumb,
  type ServedEvent,
  type ServedException,
  type ServedFrame,
  type SmtpSink,
  type TrackerProcess,
} from '@culprit/testkit'
import { placeOf } from './support/source-lines.ts'
import { spawnApp } from './support/spawn-app.ts'

let sink: SmtpSink
let tracker: TrackerProcess
let api: ApiClient

beforeAll(async () => {
  sink = await createSmtpSink()
  tracker = await runTracker({ env: { CULPRIT_SMTP_URL: sink.url } })
  api = createApiClient({ url: tracker.url, token: tracker.apiToken })
})

afterAll(async () => {
  await tracker?.stop()
  await sink?.close()
})

describe('@sentry/node 11 in a CommonJS application', () => {
  let event: ServedEvent
  let issueId: string
  let stop: () => Promise<unknown>
  let appUrl: string

  beforeAll(async () => {
    const app = spawnApp([process.execPath, 'apps/node-cjs/app.cjs'], { SENTRY_DSN: tracker.dsn })
    stop = async () => (app.child.kill('SIGTERM'), await app.ended)
    const port = await until(() => /listening on (\d+)/.exec(app.stdout())?.[1], { what: 'the application' })
    appUrl = `http://127.0.0.1:${port}`
    // The SDK reads variables through an inspector on a thread of its own, which needs a moment to attach.
    await new Promise((resolve) => setTimeout(resolve, 1500))
    const response = await fetch(`${appUrl}/checkout?basket=17`, {
      method: 'POST',
      headers: {
        'x-shop': 'winter',
        authorization: 'Bearer not-for-you',
        cookie: 'theme=dark; session=not-for-you',
      },
    })
    const eventId = await response.text()
    event = await until(() => api.event(eventId), { what: 'the stored event', timeoutMs: 10_000 })
    issueId = event.groupID
  })
  afterAll(() => stop?.())

  it('stores type, value and the frames that the program raised, with source lines', () => {
    const { values } = entryOf<{ values: readonly ServedException[] }>(event, 'exception')
    expect(values).toHaveLength(1)
    expect(values[0]).toMatchObject({ type: 'TypeError', value: 'Basket b-17 has no address' })
    const place = placeOf('node-cjs/app.cjs', 'throw new TypeError(')
    const frame = crashing(values[0])
    expect(frame).toMatchObject({
      function: 'countryOf',
      absPath: place.path,
      lineNo: place.line,
      inApp: true,
    })
    expect(frame.context).toContainEqual([place.line, place.source])
    expect(frame.context.length).toBeGreaterThanOrEqual(7)
    expect(frame.context).toContainEqual([place.line - 2, '  const discount = 0.19'])
  })

  it('stores local variables, and none of the secrets among them', () => {
    const { values } = entryOf<{ values: readonly ServedException[] }>(event, 'exception')
    expect(crashing(values[0]).vars).toMatchObject({
      discount: 0.19,
      basket: { id: 'b-17', password: '[Filtered]' },
      customer: { name: 'Eve' },
    })
    expect(JSON.stringify(event)).not.toContain('sk_live_never_show_this')
    expect(JSON.stringify(event)).not.toContain('not-for-you')
  })

  it('stores breadcrumbs in order, the console among them', () => {
    const { values } = entryOf<{ values: readonly ServedBreadcrumb[] }>(event, 'breadcrumbs')
    const own = values.filter((crumb) => crumb.category === 'basket' || crumb.category === 'console')
    expect(own).toMatchObject([
      { category: 'console', message: expect.stringContaining('listening on') },
      { category: 'basket', message: 'added SKU-9', data: { quantity: 2 } },
      { category: 'console', level: 'warning', message: 'the basket looks odd' },
    ])
  })

  it('stores tags, user, contexts, extra and the request', () => {
    const tags = Object.fromEntries(event.tags.map(({ key, value }) => [key, value]))
    expect(tags).toMatchObject({ basket: 'b-17' })
    expect(event.user).toMatchObject({ id: '42', email: 'eve@example.test', username: 'eve' })
    expect(event.contexts).toMatchObject({
      shop: { name: 'Winter shop', open: true },
      runtime: { name: 'node' },
    })
    expect(event.context).toMatchObject({ attempt: 3 })
    const request = entryOf<{ method: string; url: string; query: unknown; headers: unknown }>(
      event,
      'request',
    )
    expect(request).toMatchObject({ method: 'POST', url: `${appUrl}/checkout` })
    expect(request.query).toContainEqual(['basket', '17'])
  })

  it('folds a hundred more of the same into one issue, and sends one mail', async () => {
    for (let n = 0; n < 100; n++)
      await (await fetch(`${appUrl}/checkout?basket=${100 + n}`, { method: 'POST' })).text()
    await until(async () => (await api.issue(issueId)).count === '101', {
      what: 'count 101',
      timeoutMs: 15_000,
    })
    const issues = await api.issues()
    expect(issues.filter((issue) => issue.title.includes('has no address'))).toMatchObject([
      { id: issueId, count: '101', userCount: 1, status: 'unresolved', substatus: 'new' },
    ])
    const mails = await sink.waitForMails(1)
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(mails).toHaveLength(1)
  })

  it('says in the mail what happened, where, with which variables, and where to look', () => {
    const [mail] = sink.mails
    expect(mail).toMatchObject({ to: ['owner@example.test'] })
    expect(mail?.headers['subject']).toContain('TypeError: Basket b-17 has no address')
    for (const body of [mail?.text, mail?.html]) {
      for (const part of [
        'countryOf',
        "throw new TypeError('Basket ' + basket.id + ' has no address')",
        'discount',
        '0.19',
        'b-17',
        'e2e',
        'shop@1.2.3',
        'POST http://',
        'eve@example.test',
        `${tracker.url}/issues/DEFAULT-1`,
      ]) {
        expect(body).toContain(part)
      }
      expect(body).not.toContain('sk_live_never_show_this')
    }
  })

  it('counts the transactions that the SDK sends, and does not store them', async () => {
    const metrics = await api.metrics()
    expect(metrics['culprit_events_digested_total']).toBe(101)
    expect(metrics['culprit_events_dropped_total{reason="unsupported-item"}']).toBeGreaterThan(0)
  })

  it('reopens a resolved issue as a regression, with a second mail', async () => {
    expect(await api.setStatus(issueId, 'resolved')).toMatchObject({ status: 'resolved' })
    await (await fetch(`${appUrl}/checkout?basket=301`, { method: 'POST' })).text()
    await until(async () => (await api.issue(issueId)).status === 'unresolved', { what: 'the regression' })
    expect(await api.issue(issueId)).toMatchObject({
      status: 'unresolved',
      substatus: 'regressed',
      count: '102',
    })
    const mails = await sink.waitForMails(2)
    expect(mails[1]?.headers['subject']).toContain('(regression)')
    expect(mails[1]?.headers['references']).toBe(mails[0]?.headers['references'])
  })

  it('mails nothing about an ignored issue', async () => {
    await api.setStatus(issueId, 'ignored')
    await (await fetch(`${appUrl}/checkout?basket=302`, { method: 'POST' })).text()
    await until(async () => (await api.issue(issueId)).count === '103', { what: 'the count' })
    expect(await api.issue(issueId)).toMatchObject({ status: 'ignored' })
    expect(sink.mails).toHaveLength(2)
  })
})

describe('@sentry/node 11 in an ES module application', () => {
  it('stores the chain of an uncaught exception with the variables of its frames', async () => {
    const app = spawnApp(
      [
        process.execPath,
        '--import',
        new URL('apps/node-esm/instrument.mjs', import.meta.url).href,
        'apps/node-esm/app.mjs',
      ],
      { SENTRY_DSN: tracker.dsn },
    )
    const end = await app.ended
    expect(end.code).toBe(1)
    const issue = await until(
      async () => (await api.issues()).find((each) => each.title.includes('Checkout failed')),
      { what: 'the issue' },
    )
    const [row] = await api.events(issue.id)
    const event = await api.event(row?.eventID ?? '')
    const { values } = entryOf<{ values: readonly ServedException[] }>(event, 'exception')
    expect(values.map(({ type, value }) => [type, value])).toEqual([
      ['RangeError', 'No price for SKU-2'],
      ['Error', 'Checkout failed'],
    ])
    expect(values[1]?.mechanism).toMatchObject({ handled: false })
    const place = placeOf('node-esm/app.mjs', "throw new Error('Checkout failed'")
    const frame = crashing(values[1])
    expect(frame).toMatchObject({ function: 'checkout', lineNo: place.line, inApp: true })
    expect(frame.context).toContainEqual([place.line, place.source])
    expect(frame.vars).toMatchObject({ skus: ['SKU-1', 'SKU-2'] })
  })
})

function crashing(exception: ServedException | undefined): ServedFrame {
  const frame = exception?.stacktrace?.frames.at(-1)
  if (frame === undefined) throw new Error('The exception has no frames')
  return frame
}
