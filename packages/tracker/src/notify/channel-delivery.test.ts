import {
  createHttpSink,
  createTempDir,
  digestSamples,
  sampleFingerprint,
  sampleFire,
  sampleNow,
  until,
  type HttpSink,
  type TempDir,
} from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { disabledAfter, type ChannelKind, type ChannelSettings } from '../domain/destination.ts'
import { encodeBlock } from '../encoding/payload-block.ts'
import { openReader, type SqliteReader } from '../engines/sqlite/open-reader.ts'
import { openWriter } from '../engines/sqlite/open-writer.ts'
import type { SqliteWriter } from '../engines/sqlite/sqlite-writer.ts'
import type { LoggedAttempt } from '../ports/destination-store.ts'
import type { OutboxRow } from '../ports/outbox-store.ts'
import { createAddressGuard } from './address-guard.ts'
import { createChannelContent } from './channel-content.ts'
import { createChannelDelivery, type ChannelDelivery } from './channel-delivery.ts'
import { createDeliverer } from './deliver.ts'

const scope = [1]
let sink: HttpSink
let temp: TempDir
let writer: SqliteWriter
let reader: SqliteReader
let channels: ChannelDelivery
let now: number

beforeEach(async () => {
  now = sampleNow
  sink = await createHttpSink()
  temp = await createTempDir()
  writer = await openWriter({ dataDir: temp.path, clock: () => now })
  await writer.provision({ now, newKey: () => 'b'.repeat(32), dsnKey: 'a'.repeat(32) })
  reader = openReader({ dataDir: temp.path, clock: () => now })
  channels = createChannelDelivery({
    store: writer.destinations,
    content: createChannelContent({ reads: reader.reads, baseUrl: 'https://errors.example' }),
    guard: createAddressGuard({ all: true, allowed: [] }),
    now: () => now,
    monotonic: () => performance.now(),
    userAgent: 'Culprit/test',
  })
})

afterEach(async () => {
  reader.close()
  await writer.close()
  await temp.remove()
  await sink.close()
})

async function add(kind: ChannelKind = 'slack'): Promise<number> {
  const settings = kind === 'pagerduty' ? { key: 'k'.repeat(32), url: sink.url } : { url: sink.url }
  const added = await writer.commands.addDestination({ projectId: 1, kind, name: 'ops', settings, now })
  return added === 'full' ? expect.fail('full') : added.id
}

let fires = 0
/** Digests an event of issue 1 whose alert goes to the destinations. */
async function fire(...ids: readonly number[]): Promise<void> {
  const destinations = ids.map((destinationId) => ({ kind: 'channel', destinationId }) as const)
  const { alert } = sampleFire([])
  const event = sampleFingerprint(1, { eventId: (++fires).toString(16).padStart(32, '0') })
  await digestSamples({ digest: writer.digest, encodeBlock }, [event], {
    fires: [sampleFire([], { alert: { ...alert, eventId: event.eventId }, destinations })],
  })
}

const due = (): Promise<readonly OutboxRow[]> => writer.outbox.due(now, 1000, { to: 'channels' })
const log = (id: number): Promise<readonly LoggedAttempt[]> => reader.reads.destinationAttempts(scope, id)
const send = (row: OutboxRow | undefined) =>
  row === undefined ? expect.fail('no row') : channels.send(row, new AbortController().signal)

describe('createChannelDelivery()', () => {
  it('CHN-12 sends the alert with its issue and event, and logs it', async () => {
    const id = await add()
    await fire(id)
    const [row] = await due()
    expect(await send(row)).toEqual({
      ok: true,
      detail: 'ops: the server answered 200',
      outcome: { state: 'sent' },
    })
    expect(sink.requests[0]?.body).toContain('TypeError: problem 1')
    expect(sink.requests[0]?.body).toContain('A new issue was found.')
    expect(await log(id)).toMatchObject([
      {
        outcome: 'delivered',
        kind: 'fired',
        status: 200,
        issueShortId: 'DEFAULT-1',
        outboxId: row?.id,
        number: 1,
      },
    ])
  })

  it('CHN-11 tries again later, not before the service wants it, and holds its other messages back', async () => {
    const id = await add()
    await fire(id)
    sink.answer({ status: 429, headers: { 'retry-after': '600' } })
    const [row] = await due()
    expect((await send(row)).outcome).toEqual({ state: 'pending', nextAt: now + 600_000 })
    expect(await channels.pausedUntil(row ?? expect.fail())).toBe(now + 600_000)
    now += 600_001
    expect(await channels.pausedUntil(row ?? expect.fail())).toBeUndefined()
    sink.answer({ status: 503 })
    expect((await send(row)).outcome).toEqual({ state: 'pending', nextAt: now + 15_000 })
  })

  it('CHN-11 gives up after the last retry, and on refusals at once', async () => {
    const id = await add()
    await fire(id)
    sink.answer({ status: 500 })
    const [row] = await due()
    expect((await send(row && { ...row, attempts: 27 })).outcome).toEqual({ state: 'failed' })
    sink.answer({ status: 404 })
    expect((await send(row)).outcome).toEqual({ state: 'failed' })
    expect((await log(id)).map(({ outcome }) => outcome)).toEqual(['failed', 'failed'])
  })

  it('CHN-14 switches a destination off after so many lost deliveries, holds what comes then, and says so', async () => {
    const id = await add()
    await fire(id)
    sink.answer({ status: 410 })
    const [row] = await due()
    for (let i = 0; i < disabledAfter; i += 1) await send(row)
    expect((await reader.reads.destination(scope, id))?.health.disabledAt).toBe(now)
    expect((await send(row)).outcome).toEqual({ state: 'held', reason: 'ops is switched off' })
    expect(sink.requests).toHaveLength(disabledAfter)
  })

  it('CHN-22 tells in one message what was gathered in quiet hours', async () => {
    const id = await add()
    const heldUntil = now + 3_600_000
    const destination = { kind: 'channel', destinationId: id, heldUntil } as const
    const { alert } = sampleFire([])
    for (const issue of [1, 2, 3]) {
      const event = sampleFingerprint(issue, { problem: issue, eventId: String(issue).repeat(32) })
      const fired = { ...alert, issueId: issue, eventId: event.eventId }
      await digestSamples({ digest: writer.digest, encodeBlock }, [event], {
        fires: [sampleFire([], { alert: fired, destinations: [destination] })],
      })
    }
    expect(await due()).toEqual([])
    now = heldUntil
    const [row, ...others] = await due()
    expect([row?.message.kind, others]).toEqual(['digest', []])
    expect(await send(row)).toMatchObject({ ok: true })
    expect(sink.requests[0]?.body).toContain('3 alerts were gathered.')
    expect(sink.requests[0]?.body).toContain('<https://errors.example/issues/DEFAULT-2|DEFAULT-2>')
    expect(sink.requests[0]?.body).toContain('TypeError: problem 2 · New issues · 1 event')
  })

  const chats: readonly (readonly [ChannelKind, ChannelSettings])[] = [
    ['slack', {}],
    ['discord', {}],
    ['teams', {}],
    ['mattermost', {}],
    ['telegram', { token: '1:a', chat: '5' }],
    ['ntfy', { topic: 'errors' }],
    ['pagerduty', { key: 'k'.repeat(32) }],
    ['webhook', { secret: 's'.repeat(16) }],
  ]
  it.each(chats)(
    'CHN-22 lists what was gathered, with links, and says how much more there is: %s',
    async (kind, more) => {
      const settings = { ...more, [{ telegram: 'api', ntfy: 'server' }[String(kind)] ?? 'url']: sink.url }
      const added = await writer.commands.addDestination({ projectId: 1, kind, name: 'ops', settings, now })
      const destinationId = added === 'full' ? expect.fail('full') : added.id
      const heldUntil = now + 3_600_000
      const { alert } = sampleFire([])
      const issues = Array.from({ length: 20 }, (_, index) => index + 1)
      const events = issues.map((issue) =>
        sampleFingerprint(issue, { problem: issue, eventId: String(issue).padStart(32, '0') }),
      )
      const fires = events.map(({ eventId }, index) =>
        sampleFire([], {
          alert: { ...alert, issueId: index + 1, eventId },
          destinations: [{ kind: 'channel', destinationId, heldUntil }],
        }),
      )
      await digestSamples({ digest: writer.digest, encodeBlock }, events, { fires })
      now = heldUntil
      expect(await send((await due())[0])).toMatchObject({ ok: true })
      const body = sink.requests[0]?.body ?? ''
      expect(body).toContain('20 alerts were gathered')
      const listed = new Set(
        [...body.matchAll(/https:\/\/errors\.example\/issues\/DEFAULT-(\d+)/g)].map(([, n]) => n),
      )
      expect(listed.size).toBeGreaterThanOrEqual(kind === 'webhook' ? 20 : 10)
      if (kind !== 'webhook') expect(body).toContain(`and ${20 - listed.size} more alerts`)
    },
  )

  it('tells no other project', async () => {
    const input = { projectId: 2, kind: 'slack', name: 'theirs', settings: { url: sink.url }, now } as const
    const added = await writer.commands.addDestination(input)
    await fire(added === 'full' ? expect.fail('full') : added.id)
    expect(await send((await due())[0])).toMatchObject({ ok: false, outcome: { state: 'failed' } })
    expect(sink.requests).toHaveLength(0)
  })

  it('fails when the destination was removed', async () => {
    const id = await add()
    await fire(id)
    await writer.commands.removeDestination({ scope, id })
    expect(await send((await due())[0])).toMatchObject({ ok: false, outcome: { state: 'failed' } })
  })

  it('CHN-21 opens an incident and closes it with the issue', async () => {
    const id = await add('pagerduty')
    await fire(id)
    const [row] = await due()
    await writer.outbox.begin(row?.id ?? 0, now)
    await send(row)
    await writer.commands.setIssueStatus({ scope, issueId: 1, status: 'resolved', now })
    await send((await due())[0])
    const [trigger, resolve] = sink.requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>)
    expect(trigger).toMatchObject({ event_action: 'trigger', dedup_key: 'culprit:errors.example:issue:1' })
    expect(resolve).toMatchObject({ event_action: 'resolve', dedup_key: 'culprit:errors.example:issue:1' })
  })
})

describe('createDeliverer() with channels', () => {
  it('CHN-20 delivers to one service while another does not answer, one message at a time', async () => {
    const slow = await createHttpSink()
    slow.answer('slow')
    const [good, bad] = [await add(), await add()]
    await writer.commands.changeDestination({ scope, id: bad, settings: { url: slow.url }, now })
    for (let i = 0; i < 5; i += 1) await fire(bad, good)
    const outcomes: string[] = []
    const deliverer = createDeliverer({
      outbox: writer.outbox,
      mailer: undefined,
      render: async () => undefined,
      channels,
      maxParallel: 2,
      clock: () => now,
      onOutcome: ({ state }) => outcomes.push(state),
      onError: (error) => expect.fail(String(error)),
    })
    deliverer.wake()
    await until(() => sink.requests.length === 5, { timeoutMs: 20_000 })
    expect(slow.requests.length).toBeLessThanOrEqual(1)
    await until(async () => (await log(good)).length === 5, { timeoutMs: 20_000 })
    await deliverer.close()
    await slow.close()
    expect(outcomes.filter((state) => state === 'sent')).toHaveLength(5)
  })
})
