import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import {
  createApiClient,
  createTempDir,
  entryOf,
  runTracker,
  until,
  type ApiClient,
  type ServedEvent,
  type ServedException,
  type TempDir,
  type TrackerProcess,
} from '@culprit/testkit'
import { spawnApp, type App } from './support/spawn-app.ts'

const file = fileURLToPath(new URL('../examples/shop/app.ts', import.meta.url))

let tracker: TrackerProcess
let api: ApiClient
let spool: TempDir
let shop: App
let url: string

beforeAll(async () => {
  tracker = await runTracker()
  api = createApiClient({ url: tracker.url, token: tracker.apiToken })
})
afterAll(() => tracker?.stop())

beforeEach(async () => {
  spool = await createTempDir('culprit-shop-')
  await start({ CULPRIT_DSN: tracker.dsn })
})
afterEach(async () => {
  shop.child.kill('SIGKILL')
  await shop.ended
  await spool.remove()
})

/** Runs the shop, against the built library, and waits for its line. */
async function start(env: Readonly<Record<string, string>>): Promise<void> {
  shop = spawnApp([process.execPath, file], { PORT: '0', CULPRIT_SPOOL_DIR: spool.path, ...env })
  await until(() => shop.stdout().includes('\n'), { what: 'the port of the shop' })
  url = `http://127.0.0.1:${/^listening on (\d+)$/m.exec(shop.stdout())?.[1]}`
}

const exceptionsOf = (event: ServedEvent): readonly ServedException[] =>
  entryOf<{ values: readonly ServedException[] }>(event, 'exception').values

const eventOf = (reference: string | null): Promise<ServedEvent> =>
  until(() => api.event(reference ?? ''), { what: 'the event of the reference id' })

async function eventTitled(title: string): Promise<ServedEvent> {
  // The end of a process waits for its last reports only so long: what is late comes with the next start.
  await start({ CULPRIT_DSN: tracker.dsn })
  const options = { what: `the issue '${title}'` }
  const issue = await until(
    async () => (await api.issues()).find((each) => each.title.includes(title)),
    options,
  )
  const [event] = await api.events(issue.id)
  return eventOf(event?.eventID ?? null)
}

it('GET /ok answers, and nothing is reported', async () => {
  const before = (await api.issues()).length
  expect(await (await fetch(`${url}/ok`)).text()).toBe('ok')
  expect(await api.issues()).toHaveLength(before)
})

it('GET /checkout: the frames of the TypeError have cart and user, without the password', async () => {
  // The default budget may be spent for a moment: pauses take long where the machine has other work.
  const event = await until(
    async () => {
      const response = await fetch(`${url}/checkout?user=grace`)
      expect(response.status).toBe(500)
      const found = await eventOf(response.headers.get('x-request-error'))
      expect(found.contexts).toMatchObject({ local_variables: { status: 'captured' } })
      return found
    },
    { what: 'an event with variables', everyMs: 500 },
  )
  const [exception] = exceptionsOf(event)
  expect(exception).toMatchObject({ type: 'TypeError', mechanism: { handled: false } })
  const frames = (exception?.stacktrace?.frames ?? []).filter(({ inApp }) => inApp).slice(-2)
  expect(frames.map((frame) => frame.function)).toEqual(['totalOf', 'priceAfterCoupon'])
  for (const { vars } of frames) {
    expect(vars).toMatchObject({ cart: expect.anything(), user: { name: expect.stringContaining('grace') } })
    expect(vars?.['user']).toMatchObject({ password: '[Filtered]' })
  }
  expect(JSON.stringify(event)).not.toContain('hunter2 of')
  expect(event.user).toMatchObject({ id: 'grace' })
})

it('GET /pay: the cause is sent along', async () => {
  const response = await fetch(`${url}/pay`)
  const event = await eventOf(response.headers.get('x-request-error'))
  expect(exceptionsOf(event).map(({ type }) => type)).toEqual(['GatewayTimeout', 'PaymentError'])
})

it('GET /crash: the process ends with 1, and its error is reported', async () => {
  await fetch(`${url}/crash`)
  expect((await shop.ended).code).toBe(1)
  const event = await eventTitled('The stock file is broken')
  expect(exceptionsOf(event)[0]).toMatchObject({ mechanism: { type: 'onuncaughtexception', handled: false } })
})

it('GET /exit: what was captured in the tick of process.exit() is reported', async () => {
  await fetch(`${url}/exit`).catch(() => undefined)
  expect((await shop.ended).code).toBe(1)
  expect(exceptionsOf(await eventTitled('The shop has to close'))[0]).toMatchObject({
    mechanism: { handled: true },
  })
})

it('runs without a DSN', async () => {
  shop.child.kill('SIGKILL')
  await start({})
  expect((await fetch(`${url}/checkout`)).status).toBe(500)
  expect(await (await fetch(`${url}/ok`)).text()).toBe('ok')
})
