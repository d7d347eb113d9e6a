import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { currentScope, culprit, type Culprit, withScope } from 'culprit'
import { attach, type ExpressContext } from 'culprit/express'
import {
  createApiClient,
  createTempDir,
  entryOf,
  runTracker,
  until,
  type ApiClient,
  type ServedBreadcrumb,
  type ServedEvent,
  type ServedException,
  type TempDir,
  type TrackerProcess,
} from '@culprit/testkit'
import { signIn } from './support/sign-in.ts'
import { untilText } from './support/until-text.ts'

class GatewayTimeout extends Error {
  override readonly name = 'GatewayTimeout'
}

let tracker: TrackerProcess
let api: ApiClient
let spool: TempDir
let app: Culprit<ExpressContext>
let server: Server
let url: string

function totalOf(cart: readonly number[]): number {
  const user = { name: 'ada', password: `hunter${2}` }
  if (cart.length === 0) throw new TypeError(`The cart of ${user.name} is empty`)
  return cart.length
}

function createShop(): express.Express {
  const shop = attach(express(), app)
  shop.use(express.json())
  shop.use((req, _res, next) => {
    currentScope()
      .setUser({ id: req.get('x-user') ?? 'nobody' })
      .setTag('tenant', req.get('x-tenant') ?? 'none')
    currentScope().addBreadcrumb({ category: 'auth', message: `signed in as ${req.get('x-user')}` })
    next()
  })
  shop.post('/checkout/:id', (_req, res) => void res.send(String(totalOf([]))))
  shop.get('/pay', async () => {
    await Promise.resolve()
    throw new Error('Payment failed', { cause: new GatewayTimeout('The gateway did not answer') })
  })
  shop.get('/handled', () => {
    throw new RangeError('handled')
  })
  return shop
}

beforeAll(async () => {
  tracker = await runTracker()
  api = createApiClient({ url: tracker.url, token: tracker.apiToken })
  spool = await createTempDir('culprit-report-')
  app = culprit<ExpressContext>({
    name: 'shop',
    dsn: tracker.dsn,
    environment: 'e2e',
    release: 'shop@1.2.3',
    // The whole share: the test's own programs throw and handle errors while they start.
    pages: { feedback: { dsn: tracker.dsn } },
    report: { spoolDir: spool.path, tags: { region: 'eu' }, localVariables: { share: 1 } },
  })
  app.registerErrorHandler(RangeError, () => 'never mind')
  app.logger.setLevel('CRITICAL')
  server = createServer(createShop()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  url = `http://127.0.0.1:${port}`
})

afterAll(async () => {
  server?.close()
  await app?.report.close()
  await tracker?.stop()
  await spool?.remove()
})

async function failAt(path: string, init?: RequestInit): Promise<ServedEvent> {
  const response = await fetch(`${url}${path}`, init)
  expect(response.status).toBe(500)
  const reference = response.headers.get('x-request-error') ?? ''
  expect(await response.text()).toContain(reference)
  return until(() => api.event(reference), { what: 'the event of the reference id' })
}

describe('an error that reaches the 500 step of an Express application', () => {
  let event: ServedEvent

  beforeAll(async () => {
    event = await failAt('/checkout/17?coupon=winter&token=hunter2', {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-user': 'ada',
        'x-tenant': 'north',
        authorization: 'Bearer hunter2',
        cookie: 'theme=dark; sid=hunter2',
      },
      body: JSON.stringify({ pieces: 0, password: 'hunter2' }),
    })
  })

  it('is found under the reference id of its page, with type, message and frames', () => {
    const { values } = entryOf<{ values: readonly ServedException[] }>(event, 'exception')
    expect(values).toHaveLength(1)
    expect(values[0]).toMatchObject({
      type: 'TypeError',
      value: 'The cart of ada is empty',
      mechanism: { type: 'http', handled: false },
    })
    const frames = values[0]?.stacktrace?.frames ?? []
    const crashing = frames.at(-1)
    expect(crashing).toMatchObject({ function: 'totalOf', filename: 'e2e/report.test.ts', inApp: true })
    expect(crashing?.context.map(([, text]) => text)).toContain(
      '  if (cart.length === 0) throw new TypeError(`The cart of ${user.name} is empty`)',
    )
    expect(crashing?.context).toHaveLength(11)
    expect(event.contexts).toMatchObject({ local_variables: { status: 'captured' } })
    expect(crashing?.vars).toMatchObject({ cart: [], user: { name: 'ada', password: '[Filtered]' } })
    expect(frames.some(({ filename, inApp }) => filename?.includes('node_modules/') === true && !inApp)).toBe(
      true,
    )
  })

  it('knows its request, without secrets', () => {
    const request = entryOf<Record<string, unknown>>(event, 'request')
    expect(request).toMatchObject({ method: 'POST', url: `${url}/checkout/17` })
    expect(request['data']).toEqual({ pieces: 0, password: '[Filtered]' })
    expect(JSON.stringify(request)).toContain('winter')
    expect(JSON.stringify(event)).not.toContain('hunter2')
  })

  it('knows user, tags, breadcrumbs, release and environment', () => {
    expect(event.user).toMatchObject({ id: 'ada' })
    expect(event).toMatchObject({ culprit: 'POST /checkout/:id' })
    const tags = Object.fromEntries(event.tags.map(({ key, value }) => [key, value]))
    expect(tags).toMatchObject({
      tenant: 'north',
      region: 'eu',
      environment: 'e2e',
      release: 'shop@1.2.3',
    })
    const { values } = entryOf<{ values: readonly ServedBreadcrumb[] }>(event, 'breadcrumbs')
    expect(values.map(({ category, message }) => [category, message])).toContainEqual([
      'auth',
      'signed in as ada',
    ])
  })

  it('knows runtime and system', () => {
    expect(event.contexts).toMatchObject({ runtime: { name: 'node' }, os: { name: expect.any(String) } })
  })
})

it('sends the chain of causes', async () => {
  const event = await failAt('/pay', { headers: { 'x-user': 'bob' } })
  const { values } = entryOf<{ values: readonly ServedException[] }>(event, 'exception')
  expect(values.map(({ type }) => type)).toEqual(['GatewayTimeout', 'Error'])
  expect(event.user).toMatchObject({ id: 'bob' })
})

it('does not report handled errors, unless asked', async () => {
  const response = await fetch(`${url}/handled`)
  expect(await response.text()).toBe('never mind')
  const id = withScope((scope) => {
    scope.setTag('asked', 'yes')
    return app.captureException(new RangeError('asked for'))
  })
  const event = await until(() => api.event(id), { what: 'the event' })
  expect(event.tags).toContainEqual(expect.objectContaining({ key: 'asked', value: 'yes' }))
  expect(event.title).toContain('asked for')
  expect((await api.issues()).map(({ title }) => title)).not.toContain('RangeError: handled')
})

it('brings what a visitor writes on the error page to the issue', async () => {
  const response = await fetch(`${url}/pay`)
  const reference = response.headers.get('x-request-error') ?? ''
  const action = /action="([^"]+)"/.exec(await response.text())?.[1]?.replaceAll('&amp;', '&') ?? ''
  const event = await until(() => api.event(reference), { what: 'the event' })
  const body = new URLSearchParams({
    name: 'Ada',
    email: 'ada@example.org',
    comments: 'I pressed pay twice.',
  })
  const sent = await fetch(action, { method: 'POST', body })
  expect(sent.ok).toBe(true)
  const cookie = await signIn(tracker.setupUrl ?? '')
  const issue = await api.issue(event.groupID)
  await untilText(`${tracker.url}/issues/${issue.shortId}`, { cookie, includes: 'I pressed pay twice.' })
})
