import { lookup } from 'node:dns'
import { createHttpSink, type HttpSink } from '@culprit/testkit'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAddressGuard, noPrivateAccess } from './address-guard.ts'
import type { SendError } from './send-error.ts'
import { sendRequest, type SendOptions } from './send-request.ts'

let sink: HttpSink

beforeEach(async () => {
  sink = await createHttpSink()
})
afterEach(() => sink.close())

const open = createAddressGuard({ all: true, allowed: [] })
const closed = createAddressGuard(noPrivateAccess)

function send(url: string, options: Partial<SendOptions> = {}) {
  const request = { url, headers: { 'content-type': 'application/json', 'x-own': '1' }, body: '{"a":"ü"}' }
  return sendRequest(request, {
    guard: open,
    signal: new AbortController().signal,
    userAgent: 'Culprit/1',
    timeoutMs: 30_000,
    ...options,
  })
}

async function failure(url: string, options: Partial<SendOptions> = {}): Promise<SendError> {
  return send(url, options).then(
    () => expect.fail('was answered'),
    (error: SendError) => error,
  )
}

type LookupLike = NonNullable<SendOptions['resolve']>

/** A resolver that gives each look-up the next of `answers`, as a rebinding name server does. */
function resolverOf(...answers: readonly string[]): { resolve: LookupLike; asked: () => number } {
  let asked = 0
  const resolve = ((_name: string, _options: unknown, done: (e: null, a: unknown) => void) => {
    const address = answers[Math.min(asked++, answers.length - 1)] ?? ''
    done(null, [{ address, family: address.includes(':') ? 6 : 4 }])
  }) as unknown as LookupLike
  return { resolve, asked: () => asked }
}

describe('sendRequest()', () => {
  it('posts the body and resolves with the answer', async () => {
    sink.answer({ status: 202, headers: { 'x-id': '7' }, body: 'taken' })
    const answer = await send(`${sink.url}/hook?x=1`)
    expect(answer).toMatchObject({ status: 202, body: 'taken', headers: { 'x-id': '7' } })
    expect(sink.requests).toHaveLength(1)
    expect(sink.requests[0]).toMatchObject({ method: 'POST', target: '/hook?x=1', body: '{"a":"ü"}' })
    expect(sink.requests[0]?.headers).toMatchObject({
      'user-agent': 'Culprit/1',
      'x-own': '1',
      'content-length': '10',
    })
  })

  it.each([
    'http://127.0.0.1:PORT/',
    'http://127.1:PORT/',
    'http://2130706433:PORT/',
    'http://0x7f000001:PORT/',
    'http://0177.0.0.1:PORT/',
    'http://0.0.0.0:PORT/',
    'http://0:PORT/',
    'http://[::1]:PORT/',
    'http://[::]:PORT/',
    'http://[::ffff:127.0.0.1]:PORT/',
    'http://[::ffff:7f00:1]:PORT/',
    'http://[0:0:0:0:0:0:0:1]:PORT/',
    'http://[64:ff9b::7f00:1]:PORT/',
    'http://169.254.169.254/latest/meta-data/',
    'http://[fe80::1]:PORT/',
    'http://１２７.0.0.1:PORT/',
    'http://localhost:PORT/',
    'http://LOCALHOST.:PORT/',
  ])('CHN-15 does not reach %s', async (url) => {
    const error = await failure(url.replace('PORT', String(sink.port)), { guard: closed })
    expect(error.code).toMatch(/blocked|dns/)
    if (!url.includes('LOCALHOST.')) expect(error.message).toMatch(/may not reach/)
    expect(sink.requests).toHaveLength(0)
  })

  it('CHN-15 does not reach a name that resolves to loopback', async () => {
    const { resolve } = resolverOf('127.0.0.1')
    const error = await failure(`http://chat.example:${sink.port}/`, { guard: closed, resolve })
    expect(error.code).toBe('blocked')
    expect(error.message).toContain('chat.example (127.0.0.1)')
    expect(sink.requests).toHaveLength(0)
  })

  it('refuses a name of which only one address is inside', async () => {
    const resolve = ((_: string, _o: unknown, done: (e: null, a: unknown) => void) =>
      done(null, [
        { address: '93.184.215.14', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ])) as unknown as LookupLike
    expect((await failure('http://two.example/', { guard: closed, resolve })).code).toBe('blocked')
  })

  it('CHN-17 connects to the address that was checked, and looks a name up once', async () => {
    // The first answer passes the guard; a second look-up would lead inside.
    const { resolve, asked } = resolverOf('127.0.0.1', '10.255.255.1')
    const guard = createAddressGuard({ all: false, allowed: ['127.0.0.1'] })
    expect(await send(`http://rebind.example:${sink.port}/`, { guard, resolve })).toMatchObject({
      status: 200,
    })
    expect(asked()).toBe(1)
    expect(sink.requests[0]?.headers.host).toBe(`rebind.example:${sink.port}`)
    // Each request asks anew, and on a connection of its own: what was allowed once is checked again.
    expect((await failure(`http://rebind.example:${sink.port}/`, { guard, resolve })).code).toBe('blocked')
  })

  it('uses the system resolver by default', async () => {
    const guard = createAddressGuard({ all: false, allowed: ['localhost'] })
    expect(await send(`http://localhost:${sink.port}/`, { guard, resolve: lookup })).toMatchObject({
      status: 200,
    })
  })

  it('CHN-16 does not follow redirects', async () => {
    const inner = await createHttpSink()
    sink.answer({ status: 307, headers: { location: inner.url } })
    expect(await send(sink.url)).toMatchObject({ status: 307, headers: { location: inner.url } })
    expect(inner.requests).toHaveLength(0)
    await inner.close()
  })

  it('CHN-18 reads at most 64 KiB of an answer and hangs up', async () => {
    sink.answer('endless')
    const { status, body } = await send(sink.url)
    expect(status).toBe(200)
    expect(body).toHaveLength(64 * 1024)
  })

  it('CHN-18 gives up on a server that does not answer', async () => {
    sink.answer('slow')
    const error = await failure(sink.url, { timeoutMs: 200 })
    expect(error.code).toBe('timeout')
    expect(error.message).toContain('127.0.0.1 did not answer within')
  })

  it('CHN-18 gives up on an answer that stops half-way', async () => {
    sink.answer('stuck')
    expect((await failure(sink.url, { timeoutMs: 300 })).code).toBe('timeout')
  })

  it('says that a connection was broken off, refused, or that a host is not known', async () => {
    sink.answer('hang-up')
    expect((await failure(sink.url)).code).toBe('reset')
    await sink.close()
    expect((await failure(sink.url)).code).toBe('refused')
    const unknown = await failure('http://no-such-host.invalid/')
    expect(unknown.code).toBe('dns')
    expect(unknown.message).toContain('no-such-host.invalid')
  })

  it('stops when told to', async () => {
    sink.answer('slow')
    const stop = new AbortController()
    const failed = failure(sink.url, { signal: stop.signal })
    stop.abort()
    expect((await failed).code).toBe('stopped')
  })

  it.each(['ftp://127.0.0.1/', 'file:///etc/passwd', 'nonsense', ''])('refuses the URL %j', async (url) => {
    expect((await failure(url)).code).toBe('url')
  })
})
