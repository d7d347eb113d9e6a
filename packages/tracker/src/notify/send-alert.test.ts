import { createHttpSink, type HttpSink } from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { untried, type ChannelKind, type ChannelSettings, type Destination } from '../domain/destination.ts'
import { createAddressGuard, noPrivateAccess, type AddressGuard } from './address-guard.ts'
import { channels } from './channels/channels.ts'
import { sampleContent } from './sample-content.ts'
import { sendAlert, type SentAlert } from './send-alert.ts'

const now = Date.UTC(2026, 10, 22, 17, 3, 9)
const project = { id: 7, slug: 'shop', name: 'Shop', createdAt: 0, internal: false }
const content = sampleContent({ project, now, baseUrl: 'https://errors.example' })
const open = createAddressGuard({ all: true, allowed: [] })
const secretPath = 'services/T0000/B0000/very-secret-token'

let sink: HttpSink
beforeEach(async () => {
  sink = await createHttpSink()
})
afterEach(() => sink.close())

function settingsOf(kind: ChannelKind): ChannelSettings {
  switch (kind) {
    case 'telegram':
      return { token: '123456:very-secret-token', chat: '5', api: sink.url }
    case 'ntfy':
      return { topic: 'errors', server: sink.url, token: 'tk_very-secret-token' }
    case 'pagerduty':
      return { key: 'verysecrettoken00000000000000000', url: `${sink.url}/v2/enqueue` }
    case 'webhook':
      return { url: `${sink.url}/${secretPath}`, secret: 'very-secret-token-16' }
    default:
      return { url: `${sink.url}/${secretPath}` }
  }
}

interface SendChoices {
  readonly kind?: ChannelKind
  readonly guard?: AddressGuard
  readonly timeoutMs?: number
  readonly settings?: ChannelSettings
}

async function send({
  kind = 'slack',
  guard = open,
  timeoutMs = 30_000,
  settings,
}: SendChoices = {}): Promise<SentAlert> {
  const destination: Destination = {
    id: 9,
    projectId: 7,
    kind,
    name: 'ops',
    createdAt: 0,
    settings: settings ?? settingsOf(kind),
    health: untried,
  }
  const deps = {
    guard,
    now: () => now,
    monotonic: () => performance.now(),
    userAgent: 'Culprit/1',
    timeoutMs,
  }
  const delivery = { destination, content, deliveryId: 'd-1', number: 1 }
  const sent = await sendAlert(delivery, deps, new AbortController().signal)
  return sent ?? expect.fail('nothing to send')
}

describe('sendAlert()', () => {
  it.each(channels.map(({ kind }) => kind))('CHN-10 delivers by %s, and logs no secret', async (kind) => {
    sink.answer({ status: 200, body: `ok ${Object.values(settingsOf(kind)).join(' ')}` })
    const { attempt } = await send({ kind })
    expect(attempt).toMatchObject({
      destinationId: 9,
      outcome: 'delivered',
      status: 200,
      kind: 'test',
      number: 1,
    })
    expect(sink.requests).toHaveLength(1)
    const [sunk] = sink.requests
    expect(JSON.parse(sunk?.body ?? '')).toBeTypeOf('object')
    expect(`${sunk?.target} ${JSON.stringify(sunk?.headers)} ${sunk?.body}`).toMatch(
      /very-?secret-?token|culprit-signature/,
    )
    expect(JSON.stringify(attempt)).not.toMatch(/very-?secret-?token/)
    expect(attempt.answer).toContain('[Filtered]')
    expect(attempt.request.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+/)
    expect(attempt.request.headers).toMatchObject({ 'user-agent': 'Culprit/1' })
  })

  it('CHN-11 retries a 429 when the service says', async () => {
    sink.answer({ status: 429, headers: { 'retry-after': '120' }, body: 'slow down' })
    const { attempt, retryAfterMs } = await send()
    expect(attempt).toMatchObject({
      outcome: 'retry',
      status: 429,
      answer: 'slow down',
      pausedUntil: now + 120_000,
    })
    expect(attempt.problem).toContain('asked to wait 120 s')
    expect(retryAfterMs).toBe(120_000)
  })

  it.each([
    [{ 'retry-after': new Date(now + 60_000).toUTCString() }, '', 60_000],
    [{ 'retry-after': '999999' }, '', 3_600_000],
    [{ 'retry-after': '-5' }, '', undefined],
    [{ 'retry-after': 'soon' }, '', undefined],
    [{}, '{"message":"rate limited","retry_after":1.5}', 1500],
    [{}, '{"ok":false,"error_code":429,"parameters":{"retry_after":7}}', 7000],
    [{}, '', undefined],
  ])('CHN-11 reads how long to wait from %j %s', async (headers, body, expected) => {
    sink.answer({ status: 429, headers, body })
    expect((await send()).retryAfterMs).toBe(expected)
  })

  it.each([408, 425, 500, 502, 503, 504])('CHN-11 tries a %d again', async (status) => {
    sink.answer({ status })
    expect((await send()).attempt).toMatchObject({ outcome: 'retry', status })
  })

  it.each([400, 401, 403, 404, 410, 413, 422])('CHN-11 does not try a %d again', async (status) => {
    sink.answer({ status, body: 'invalid_token' })
    expect((await send()).attempt).toMatchObject({ outcome: 'failed', status, answer: 'invalid_token' })
  })

  it('CHN-16 does not follow a redirect, and names where it leads', async () => {
    sink.answer({ status: 302, headers: { location: 'http://127.0.0.1:1/admin' } })
    const { attempt } = await send()
    expect(attempt).toMatchObject({ outcome: 'failed', status: 302 })
    expect(attempt.problem).toContain('127.0.0.1:1')
  })

  it('CHN-15 names a host that the guard blocks, and does not try again', async () => {
    const { attempt } = await send({ guard: createAddressGuard(noPrivateAccess) })
    expect(attempt.outcome).toBe('failed')
    expect(attempt.problem).toContain('127.0.0.1')
    expect(attempt.status).toBeUndefined()
    expect(sink.requests).toHaveLength(0)
  })

  it('tries again when a server is slow, gone, or its name unknown', async () => {
    sink.answer('slow')
    expect((await send({ timeoutMs: 200 })).attempt).toMatchObject({ outcome: 'retry' })
    const { attempt } = await send({ settings: { url: 'http://no-such-host.invalid/x' } })
    expect(attempt.outcome).toBe('retry')
    expect(attempt.problem).toContain('no-such-host.invalid')
    await sink.close()
    expect((await send()).attempt).toMatchObject({ outcome: 'retry' })
  })

  it('CHN-18 keeps 4 KiB of a huge answer', async () => {
    sink.answer('endless')
    const { attempt } = await send()
    expect(attempt).toMatchObject({ outcome: 'delivered', status: 200 })
    expect(attempt.answer).toHaveLength(4096)
  })
})
