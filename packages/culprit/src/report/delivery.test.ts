import { readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTempDir, until } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { eventIdOf, makeEvent } from '../../test/report-survival/make-event.ts'
import { startReportServer, type ReportServer } from '../../test/report-survival/report-server.ts'
import { createDelivery, type Delivery, type DeliveryDeps } from './delivery.ts'
import type { DeliverySettings } from './delivery-settings.ts'

type Given = Partial<DeliverySettings> & Pick<DeliverySettings, 'dsn'>

function deliver(settings: Given, deps: DeliveryDeps = {}): Delivery & AsyncDisposable {
  const delivery = createDelivery(
    { spoolDir: false, ...settings },
    { exit: false, warn: () => {}, retryDelayMs: () => 30, lookEveryMs: 200, ...deps },
  )
  const { flush } = delivery
  return Object.assign(delivery, {
    flush: (timeoutMs = 20_000) => flush(timeoutMs),
    [Symbol.asyncDispose]: async (): Promise<void> => void (await delivery.close(0)),
  })
}

const spooled = (directory: string): readonly string[] => readdirSync(join(directory, 'new'))
const isTaken =
  (server: ReportServer, count: number): (() => boolean) =>
  () =>
    server.taken.length >= count
const downDsn = `http://${'a'.repeat(32)}@127.0.0.1:9/7`

describe('createDelivery() while the server is there', () => {
  it('A1, A6: sends an envelope with the id, the SDK and the time, as whom the DSN says', async () => {
    await using server = await startReportServer()
    await using delivery = deliver({ dsn: server.dsn, sdk: { name: 'culprit', version: '1.2' } })
    delivery.submit(makeEvent(1))
    expect(await delivery.flush()).toBe(true)
    const [post] = server.posts
    expect(post?.path).toBe('/api/7/envelope/')
    expect(post?.headers['x-sentry-auth']).toBe(
      `Sentry sentry_version=7, sentry_client=culprit/1.2, sentry_key=${'a'.repeat(32)}`,
    )
    expect(post?.headers['content-type']).toBe('application/x-sentry-envelope')
    expect(post?.envelope.header).toMatchObject({
      eventId: eventIdOf(1),
      sdk: { name: 'culprit', version: '1.2' },
    })
    expect(Math.abs((post?.envelope.header.sentAt ?? 0) - Date.now())).toBeLessThan(60_000)
    expect(post?.envelope.items.map(({ header }) => header.type)).toEqual(['event'])
    expect(Buffer.from(post?.envelope.items[0]?.payload ?? [])).toEqual(makeEvent(1).payload)
  })

  it('sends by itself, without being flushed, over few connections that it keeps', async () => {
    await using server = await startReportServer()
    await using delivery = deliver({ dsn: server.dsn, maxSockets: 2 })
    for (let n = 0; n < 40; n++) delivery.submit(makeEvent(n))
    await until(() => delivery.status().sent === 40)
    expect(new Set(server.taken).size).toBe(40)
    expect(server.connections).toBeLessThanOrEqual(2)
    expect(delivery.status()).toMatchObject({ queued: 0, spooled: 0, sent: 40, isOut: false, lost: [] })
  })

  it('compresses large bodies and leaves small ones', async () => {
    await using server = await startReportServer()
    await using delivery = deliver({ dsn: server.dsn, maxSockets: 1 })
    delivery.submit(makeEvent(1, 100))
    delivery.submit(makeEvent(2, 50_000))
    await delivery.flush()
    const [small, large] = server.posts
    expect(small?.headers['content-encoding']).toBeUndefined()
    expect(large?.headers['content-encoding']).toBe('gzip')
    expect(large?.bytes).toBeLessThan(2000)
    expect(large?.envelope.items[0]?.payload).toHaveLength(makeEvent(2, 50_000).payload.length)
  })

  it('gives back the memory of an event once it was sent, and not before', async () => {
    await using server = await startReportServer()
    await using delivery = deliver({ dsn: server.dsn, maxSockets: 1 })
    const payload = new Uint8Array(makeEvent(1, 50_000).payload)
    const { length } = payload
    server.answer = () => ({ status: server.posts.length === 1 ? 503 : 200 })
    delivery.submit({ ...makeEvent(1), payload })
    await until(() => delivery.status().isOut)
    expect(payload).toHaveLength(length)
    await until(() => delivery.status().sent === 1)
    expect(payload).toHaveLength(0)
    expect(server.posts[1]?.envelope.items[0]?.payload).toHaveLength(length)
  })

  it('tries again at once when a kept connection turns out to be closed', async () => {
    await using server = await startReportServer()
    const warned: string[] = []
    await using delivery = deliver({ dsn: server.dsn, maxSockets: 1 }, { warn: (line) => warned.push(line) })
    delivery.submit(makeEvent(1))
    await delivery.flush()
    server.answer = () => (server.posts.length === 2 ? 'reset' : { status: 200 })
    delivery.submit(makeEvent(2))
    expect(await delivery.flush()).toBe(true)
    expect(server.taken).toEqual([eventIdOf(1), eventIdOf(2)])
    expect(warned).toEqual([])
  })

  it('counts what the server refuses for good, tells it, and goes on', async () => {
    await using server = await startReportServer()
    const warned: string[] = []
    await using delivery = deliver({ dsn: server.dsn, maxSockets: 1 }, { warn: (line) => warned.push(line) })
    server.answer = ({ envelope }) =>
      envelope.header.eventId === eventIdOf(3)
        ? { status: 200 }
        : { status: 413, headers: { 'x-sentry-error': 'too large' } }
    for (const n of [1, 2, 3]) delivery.submit(makeEvent(n))
    await delivery.flush()
    expect(server.taken).toEqual([eventIdOf(3)])
    expect(server.losses).toEqual({ 'send_error error': 2 })
    expect(warned).toEqual(['the server refused an event with status 413: too large'])
  })

  it('tells losses counted elsewhere along with the next event, and alone when there is none', async () => {
    await using server = await startReportServer()
    await using delivery = deliver({ dsn: server.dsn })
    delivery.countLoss('before_send', 'error')
    delivery.countLoss('before_send', 'error')
    delivery.submit(makeEvent(1))
    await delivery.flush()
    expect(server.losses).toEqual({ 'before_send error': 2 })
    expect(server.posts).toHaveLength(1)
    delivery.countLoss('sample_rate', 'error')
    await until(() => server.posts.length === 2)
    expect(server.losses).toEqual({ 'before_send error': 2, 'sample_rate error': 1 })
  })
})

describe('createDelivery() and a server that knows no client reports', () => {
  it('sends events without them, and tries one by itself later', async () => {
    await using server = await startReportServer()
    await using delivery = deliver({ dsn: server.dsn }, { lookEveryMs: 60_000 })
    server.answer = ({ envelope }) => ({
      status: envelope.items.some(({ header }) => header.type === 'client_report') ? 400 : 200,
    })
    delivery.countLoss('before_send', 'error')
    for (const n of [1, 2, 3]) {
      delivery.submit(makeEvent(n))
      await until(isTaken(server, n))
    }
    expect(server.posts).toHaveLength(4)
    expect(delivery.status().lost).toEqual([{ reason: 'before_send', category: 'error', quantity: 1 }])
  })
})

describe('createDelivery() within its bounds', () => {
  it('drops the oldest beyond the bounds, counted, and tells the server', async () => {
    await using server = await startReportServer()
    await using delivery = deliver({ dsn: server.dsn, maxQueue: 10 })
    for (let n = 0; n < 25; n++) delivery.submit(makeEvent(n))
    await delivery.flush()
    expect(server.taken.toSorted()).toEqual(Array.from({ length: 10 }, (_, n) => eventIdOf(n + 15)))
    expect(server.losses).toEqual({ 'queue_overflow error': 15 })
  })

  it('bounds the bytes too; what alone is too large is dropped and the rest kept', async () => {
    await using server = await startReportServer()
    await using delivery = deliver({ dsn: server.dsn, maxQueueBytes: 3000 })
    for (const bytes of [1000, 1000, 5000, 1000]) delivery.submit(makeEvent(bytes, bytes))
    await delivery.flush()
    expect(delivery.status().lost).toEqual([])
    expect(server.losses['queue_overflow error']).toBe(2)
    expect(server.taken).toHaveLength(2)
  })
})

describe('createDelivery() while the server is away', () => {
  it('keeps events on disk, 0600, says so once, and sends them when it is back', async () => {
    await using dir = await createTempDir()
    const warned: string[] = []
    const first = await startReportServer()
    await first.stop()
    await using delivery = deliver(
      { dsn: first.dsn, spoolDir: join(dir.path, 'report') },
      { warn: (line) => warned.push(line) },
    )
    for (const n of [1, 2, 3]) delivery.submit(makeEvent(n))
    expect(await delivery.flush()).toBe(false)
    const names = spooled(join(dir.path, 'report'))
    expect(names).toHaveLength(3)
    expect(statSync(join(dir.path, 'report', 'new', names[0] ?? '')).mode & 0o777).toBe(0o600)
    await using server = await startReportServer({ port: first.port })
    await until(isTaken(server, 3))
    expect(server.taken).toEqual([1, 2, 3].map(eventIdOf))
    await until(() => spooled(join(dir.path, 'report')).length === 0)
    expect(warned).toHaveLength(2)
    expect(warned[1]).toBe('events can be sent again')
  })

  it('keeps them in memory where there is no disk, and still sends them', async () => {
    await using dir = await createTempDir()
    writeFileSync(join(dir.path, 'file'), '')
    for (const spoolDir of [false, join(dir.path, 'file', 'report')] as const) {
      const first = await startReportServer()
      await first.stop()
      await using delivery = deliver({ dsn: first.dsn, spoolDir })
      for (const n of [1, 2]) delivery.submit(makeEvent(n))
      expect(await delivery.flush()).toBe(false)
      await using server = await startReportServer({ port: first.port })
      expect(await delivery.flush()).toBe(true)
      expect(server.taken.toSorted()).toEqual([1, 2].map(eventIdOf))
    }
  })

  it.each([500, 502, 503, 408])('takes %i as an outage: nothing is lost', async (status) => {
    await using dir = await createTempDir()
    await using server = await startReportServer()
    server.answer = () => ({ status: server.posts.length <= 2 ? status : 200 })
    await using delivery = deliver({ dsn: server.dsn, spoolDir: dir.path })
    for (const n of [1, 2, 3]) delivery.submit(makeEvent(n))
    await until(isTaken(server, 3))
    expect(server.taken.toSorted()).toEqual([1, 2, 3].map(eventIdOf))
  })

  it('gives up on a server that does not answer in time, and keeps the event', async () => {
    await using dir = await createTempDir()
    await using server = await startReportServer()
    server.answer = () => (server.posts.length === 1 ? 'silent' : { status: 200 })
    await using delivery = deliver({ dsn: server.dsn, spoolDir: dir.path, timeoutMs: 100 })
    delivery.submit(makeEvent(1))
    await until(isTaken(server, 1))
    expect(server.posts).toHaveLength(2)
  })

  it('waits longer after each failure, however many events come', async () => {
    await using dir = await createTempDir()
    const failures: number[] = []
    await using server = await startReportServer()
    server.answer = () => 'reset'
    await using delivery = deliver(
      { dsn: server.dsn, spoolDir: dir.path },
      {
        retryDelayMs: (count) => {
          failures.push(count)
          return 40 * 2 ** count
        },
      },
    )
    let n = 0
    while (failures.length < 3) {
      delivery.submit(makeEvent(n++))
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    expect(failures).toEqual([1, 2, 3])
    // As many as go together, each time.
    expect(server.posts.length).toBeLessThanOrEqual(12)
    expect(delivery.status().lost).toEqual([])
  })

  it('a storm reaches the disk at 50 a second, and the rest is counted', async () => {
    await using dir = await createTempDir()
    await using delivery = deliver(
      { dsn: downDsn, spoolDir: dir.path, maxQueue: 100 },
      { retryDelayMs: () => 60_000 },
    )
    delivery.submit(makeEvent(0))
    await until(() => delivery.status().isOut)
    for (let n = 1; n <= 5000; n++) delivery.submit(makeEvent(n))
    await until(() => spooled(dir.path).length > 1)
    expect(spooled(dir.path).length).toBeLessThanOrEqual(110)
    expect(delivery.status().lost).toEqual([{ reason: 'queue_overflow', category: 'error', quantity: 4900 }])
  })

  it('bounds the spool, the oldest go, counted', async () => {
    await using dir = await createTempDir()
    await using delivery = deliver({ dsn: downDsn, spoolDir: dir.path, maxSpooled: 5 })
    for (let n = 0; n < 40; n++) delivery.submitSync(makeEvent(n))
    const ids = spooled(dir.path).map((name) => /([0-9a-f]{32})\.event$/.exec(name)?.[1] ?? '')
    expect(ids.length).toBeGreaterThanOrEqual(5)
    expect(ids.length).toBeLessThan(10)
    expect(ids).toContain(eventIdOf(39))
    expect(ids).not.toContain(eventIdOf(0))
    const [lost] = delivery.status().lost
    expect(lost).toEqual({ reason: 'buffer_overflow', category: 'error', quantity: 40 - ids.length })
  })
})

describe('createDelivery() under rate limits (A9)', () => {
  it('429 with Retry-After: waits so long, then sends everything', async () => {
    await using dir = await createTempDir()
    await using server = await startReportServer()
    const postedAt: number[] = []
    server.answer = () =>
      postedAt.push(Date.now()) === 1 ? { status: 429, headers: { 'retry-after': '2' } } : { status: 200 }
    await using delivery = deliver({ dsn: server.dsn, spoolDir: dir.path, maxSockets: 1 })
    delivery.submit(makeEvent(1))
    await until(() => server.posts.length === 1)
    for (const n of [2, 3]) delivery.submit(makeEvent(n))
    expect(await delivery.flush(200)).toBe(false)
    expect(server.posts).toHaveLength(1)
    await until(isTaken(server, 3))
    const [first = 0, second = 0] = postedAt
    expect(second - first).toBeGreaterThan(1900)
    expect(new Set(server.taken)).toEqual(new Set([1, 2, 3].map(eventIdOf)))
  })

  it('X-Sentry-Rate-Limits on a 200 holds for the categories it names only', async () => {
    await using server = await startReportServer()
    server.answer = () => ({ status: 200, headers: { 'x-sentry-rate-limits': '60:error:key' } })
    await using delivery = deliver({ dsn: server.dsn })
    delivery.submit(makeEvent(1))
    await delivery.flush()
    delivery.submit(makeEvent(2))
    delivery.submit({ ...makeEvent(3), type: 'feedback', category: 'feedback' })
    await until(isTaken(server, 2))
    expect(await delivery.flush(300)).toBe(false)
    expect(server.taken).toEqual([eventIdOf(1), eventIdOf(3)])
  })

  it('503 with Retry-After waits as long', async () => {
    await using dir = await createTempDir()
    await using server = await startReportServer()
    server.answer = () => ({ status: 503, headers: { 'retry-after': '60' } })
    await using delivery = deliver({ dsn: server.dsn, spoolDir: dir.path })
    delivery.submit(makeEvent(1))
    await until(() => server.posts.length === 1)
    await delivery.flush(300)
    await delivery.flush(300)
    expect(server.posts).toHaveLength(1)
    expect(delivery.status()).toMatchObject({ spooled: 1, lost: [] })
  })

  it('what has no room during a limit is counted as ratelimit_backoff', async () => {
    await using server = await startReportServer()
    server.answer = () => ({ status: 200, headers: { 'x-sentry-rate-limits': '60::organization' } })
    await using delivery = deliver({ dsn: server.dsn, maxQueue: 2 })
    delivery.submit(makeEvent(0))
    await delivery.flush()
    for (const n of [1, 2, 3]) delivery.submit(makeEvent(n))
    expect(delivery.status().lost).toEqual([{ reason: 'ratelimit_backoff', category: 'error', quantity: 1 }])
  })
})

describe('createDelivery() and what earlier processes have left', () => {
  it('sends it at its start, to whom it was meant for', async () => {
    await using dir = await createTempDir()
    await using server = await startReportServer()
    await using other = await startReportServer()
    const otherDsn = other.dsn.replace('a'.repeat(32), 'b'.repeat(32))
    for (const [n, dsn] of [server.dsn, otherDsn].entries()) {
      const earlier = deliver({ dsn, spoolDir: dir.path })
      earlier.submitSync(makeEvent(n + 1))
      await earlier.close(0)
    }
    await using _delivery = deliver({ dsn: server.dsn, spoolDir: dir.path })
    await until(() => server.taken.length > 0 && other.taken.length > 0)
    // What was on its way when its delivery closed is sent again; the tracker knows an event by its id.
    expect(new Set(server.taken)).toEqual(new Set([eventIdOf(1)]))
    expect(new Set(other.taken)).toEqual(new Set([eventIdOf(2)]))
  })

  it('sends it to the new address of a server that has moved', async () => {
    await using dir = await createTempDir()
    const earlier = deliver({ dsn: downDsn, spoolDir: dir.path })
    earlier.submitSync(makeEvent(1))
    await earlier.close(0)
    await using server = await startReportServer()
    await using _delivery = deliver({ dsn: server.dsn, spoolDir: dir.path })
    await until(isTaken(server, 1))
  })

  it('removes and counts what is torn, and what is too old', async () => {
    await using dir = await createTempDir()
    await using server = await startReportServer()
    const earlier = deliver({ dsn: downDsn, spoolDir: dir.path })
    for (const n of [1, 2, 3]) earlier.submitSync(makeEvent(n))
    await earlier.close(0)
    const [name = ''] = spooled(dir.path)
    writeFileSync(join(dir.path, 'new', name), '{"event_id":"')
    await using delivery = deliver(
      { dsn: server.dsn, spoolDir: dir.path, maxAgeMs: 3_600_000 },
      { now: () => Date.now() + 7_200_000 },
    )
    await until(() => spooled(dir.path).length === 0)
    await delivery.flush()
    expect(server.taken).toEqual([])
    expect(server.losses).toEqual({ 'invalid error': 1, 'network_error error': 2 })
  })

  it('finds what another process leaves while this one runs', async () => {
    await using dir = await createTempDir()
    await using server = await startReportServer()
    await using _delivery = deliver({ dsn: server.dsn, spoolDir: dir.path })
    await new Promise((resolve) => setTimeout(resolve, 100))
    const sender = { post: () => Promise.reject(new Error('away')), close: () => {} }
    const other = deliver({ dsn: server.dsn, spoolDir: dir.path }, { sender })
    other.submit(makeEvent(1))
    await other.close(100)
    await until(isTaken(server, 1))
    expect(server.taken).toEqual([eventIdOf(1)])
  })
})

describe('createDelivery() at the end', () => {
  it('submitSync has the event on disk when it returns; a process that goes on sends it', async () => {
    await using dir = await createTempDir()
    await using server = await startReportServer()
    await using delivery = deliver({ dsn: server.dsn, spoolDir: dir.path })
    delivery.submitSync(makeEvent(1))
    expect(spooled(dir.path)).toHaveLength(1)
    await until(isTaken(server, 1))
    expect(server.taken).toEqual([eventIdOf(1)])
  })

  it('flushSync puts everything on disk, what is on its way too; it is sent once all the same', async () => {
    await using dir = await createTempDir()
    await using server = await startReportServer()
    const written = Promise.withResolvers<void>()
    server.answer = () => ({ status: 200, after: written.promise })
    await using delivery = deliver({ dsn: server.dsn, spoolDir: dir.path, maxSockets: 1 })
    for (const n of [1, 2, 3]) delivery.submit(makeEvent(n))
    await until(() => server.posts.length === 1)
    delivery.flushSync()
    expect(spooled(dir.path)).toHaveLength(3)
    written.resolve()
    await until(isTaken(server, 3))
    await until(() => spooled(dir.path).length === 0)
    expect(server.taken).toEqual([1, 2, 3].map(eventIdOf))
  })

  it('close leaves the rest on disk, losses too, and what comes later', async () => {
    await using dir = await createTempDir()
    const closed = deliver({ dsn: downDsn, spoolDir: dir.path })
    closed.submit(makeEvent(1))
    closed.countLoss('sample_rate', 'error')
    expect(await closed.close(100)).toBe(false)
    closed.submit(makeEvent(2))
    expect(spooled(dir.path)).toHaveLength(3)
  })

  it('where a process may die unasked, an event is on disk before it is sent, and gone after', async () => {
    await using dir = await createTempDir()
    await using server = await startReportServer()
    server.answer = () => ({ status: 200, delayMs: 50 })
    await using delivery = deliver({ dsn: server.dsn, spoolDir: dir.path }, { writesFirst: true })
    delivery.submit(makeEvent(1))
    expect(readdirSync(join(dir.path, 'cur'))).toHaveLength(1)
    expect(await delivery.flush()).toBe(true)
    expect([...readdirSync(join(dir.path, 'cur')), ...spooled(dir.path)]).toEqual([])
    expect(server.taken).toEqual([eventIdOf(1)])
  })
})
