import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createTempDir } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import type { SentEvent, SentException, SentFrame } from '@culprit/wire'
import { readFileWithin } from '../logging/frames/source-files.ts'
import { exceptionValues } from './exception-values.ts'
import { createInstalledModules } from './installed-modules.ts'
import { FakeSink, openFakeClient } from '../../test/report/fake-client.ts'

class GatewayError extends Error {
  readonly code = 'ETIMEDOUT'
  override readonly name = 'GatewayError'
}

function exceptionsOf(event: SentEvent | undefined): readonly SentException[] {
  return (event === undefined ? [] : (exceptionValues(event) ?? [])).filter((value) => value !== null)
}

function framesOf(exception: SentException | undefined): readonly SentFrame[] {
  return (exception?.stacktrace?.frames ?? []).filter((frame) => frame !== null)
}

describe('captureException()', () => {
  it('sends type, message and frames, oldest call first, with five lines on each side', () => {
    const { client, sink } = openFakeClient()
    const failed = function failed(): Error {
      return new RangeError('too far')
    }
    const id = client.captureException(failed())
    expect(sink.events).toHaveLength(1)
    const [event] = sink.events
    expect(event).toMatchObject({
      event_id: id,
      platform: 'node',
      level: 'error',
      environment: 'production',
      sdk: { name: 'culprit.node' },
      timestamp: 1_700_000_000,
    })
    const [exception] = exceptionsOf(event)
    expect(exception).toMatchObject({
      type: 'RangeError',
      value: 'too far',
      mechanism: { type: 'generic', handled: true },
    })
    const crashing = framesOf(exception).at(-1)
    expect(crashing).toMatchObject({
      function: 'failed',
      filename: 'packages/culprit/src/report/client.test.ts',
      in_app: true,
      context_line: "      return new RangeError('too far')",
    })
    expect(crashing?.abs_path).toMatch(/^\/.*client\.test\.ts$/)
    expect(crashing?.pre_context).toHaveLength(5)
    expect(crashing?.post_context).toHaveLength(5)
    expect(crashing?.pre_context?.at(-1)).toContain('function failed(): Error')
    expect(framesOf(exception).some((frame) => frame.in_app === false)).toBe(true)
  })

  it('A12: sends causes first, with ids and parents', () => {
    const { client, sink } = openFakeClient()
    const timeout = new GatewayError('no answer')
    client.captureException(new Error('payment failed', { cause: timeout }))
    expect(exceptionsOf(sink.events[0]).map(({ type, mechanism }) => [type, mechanism])).toEqual([
      ['GatewayError', { type: 'chained', source: 'cause', exception_id: 1, parent_id: 0 }],
      ['Error', { type: 'generic', handled: true, exception_id: 0 }],
    ])
  })

  it('A12: sends the errors of an AggregateError as a group', () => {
    const { client, sink } = openFakeClient()
    client.captureException(new AggregateError([new TypeError('a'), new GatewayError('b')], 'both'), {
      handled: false,
    })
    expect(exceptionsOf(sink.events[0]).map(({ value, mechanism }) => [value, mechanism])).toEqual([
      ['b', { type: 'chained', source: 'errors[1]', exception_id: 2, parent_id: 0 }],
      ['a', { type: 'chained', source: 'errors[0]', exception_id: 1, parent_id: 0 }],
      ['both', { type: 'generic', handled: false, exception_id: 0, is_exception_group: true }],
    ])
  })

  it('gives something without a stack that of the call, and says that it did', () => {
    const { client, sink } = openFakeClient()
    client.captureException('just a text')
    const [exception] = exceptionsOf(sink.events[0])
    expect(exception).toMatchObject({ type: 'string', value: 'just a text', mechanism: { synthetic: true } })
    expect(framesOf(exception).at(-1)?.filename).toBe('packages/culprit/src/report/client.test.ts')
  })

  it('reports one error once, under one id', () => {
    const { client, sink } = openFakeClient()
    const error = new Error('once')
    expect(client.captureException(error)).toBe(client.captureException(error))
    expect(sink.events).toHaveLength(1)
  })

  it('reports a shared error again under another id', () => {
    const { client, sink } = openFakeClient()
    const error = new Error('shared')
    client.captureException(error, { eventId: 'a'.repeat(32) })
    client.captureException(error, { eventId: 'b'.repeat(32) })
    expect(sink.events.map((event) => event.event_id)).toEqual(['a'.repeat(32), 'b'.repeat(32)])
  })

  it('carries what the error has beside its message, and runs no getter', () => {
    const { client, sink } = openFakeClient()
    const error = new GatewayError('no answer')
    Object.defineProperty(error, 'status', { enumerable: true, get: () => expect.unreachable() })
    Object.assign(error, { attempt: { password: 'hunter2', count: 3 } })
    client.captureException(error)
    expect(sink.events[0]?.extra).toEqual({
      error: { code: 'ETIMEDOUT', attempt: { password: '[Filtered]', count: 3 } },
    })
  })

  it('writes a crash to the spool at once', () => {
    const { client, sink } = openFakeClient()
    client.captureException(new Error('crash'), { crash: true, handled: false, level: 'fatal' })
    expect(sink.submittedSync).toBe(1)
    expect(sink.events[0]?.level).toBe('fatal')
  })

  it('takes any thrown value without failing', () => {
    const { client, sink } = openFakeClient()
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const nasty: Error = Object.defineProperty(new Error('x'), 'message', {
      get: () => {
        throw new Error('no')
      },
    })
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    for (const thrown of [undefined, null, 0, 1n, Symbol('s'), proxy, nasty, cycle, () => 1])
      client.captureException(thrown)
    expect(sink.events).toHaveLength(9)
    expect(sink.losses).toEqual([])
  })
})

describe('what is not sent', () => {
  it('counts ignored errors by class, text and pattern', () => {
    const { client, sink } = openFakeClient({ ignore: [GatewayError, 'is fine', /^SyntaxError: .*token/g] })
    client.captureException(new GatewayError('x'))
    client.captureException(new Error('this is fine'))
    client.captureException(new SyntaxError('bad token'))
    client.captureException(new SyntaxError('bad token again'))
    client.captureMessage('that is fine, too')
    expect(sink.events).toEqual([])
    expect(sink.losses).toEqual(Array.from({ length: 5 }, () => ['ignored', 'error']))
  })

  it('does not ignore an error for its cause', () => {
    const { client, sink } = openFakeClient({ ignore: [GatewayError] })
    client.captureException(new Error('x', { cause: new GatewayError('y') }))
    expect(sink.events).toHaveLength(1)
  })

  it('samples', () => {
    const { client, sink } = openFakeClient({ sampleRate: 0.5 }, { randoms: [0.4, 0.6] })
    client.captureException(new Error('in'))
    client.captureException(new Error('out'))
    expect(sink.events).toHaveLength(1)
    expect(sink.losses).toEqual([['sample_rate', 'error']])
  })

  it('A7: counts what a storm is too strong for, and lets errors of other kinds through', () => {
    const { client, sink } = openFakeClient({ maxPerSecond: 10 })
    const repeated = (): Error => new Error('again')
    for (let n = 0; n < 1000; n++) client.captureException(repeated())
    expect(sink.events).toHaveLength(125)
    expect(sink.losses).toHaveLength(875)
    expect(new Set(sink.losses.map(String))).toEqual(new Set(['queue_overflow,error']))
    client.captureException(new RangeError('another'))
    client.captureMessage('a text')
    client.captureEvent({ message: 'an event' })
    expect(sink.events).toHaveLength(128)
  })

  it('tells in the next event how many of its kind were not sent', () => {
    let now = 1_700_000_000_000
    const { client, sink } = openFakeClient({ maxPerSecond: 1 }, { now: () => now })
    for (let n = 0; n < 30; n++) client.captureMessage('again')
    now += 1000
    client.captureMessage('again')
    expect(sink.events.map(({ contexts }) => contexts?.['storm']).slice(-2)).toEqual([
      undefined,
      { not_sent: 18 },
    ])
  })

  it('reads no stack of most that a storm is too strong for, and counts them all the same', () => {
    let [now, read] = [1_700_000_000_000, 0]
    const { client, sink } = openFakeClient({ maxPerSecond: 1 }, { now: () => now })
    const storm = (count: number): void => {
      for (let n = 0; n < count; n++) {
        const error = new Error('again')
        Object.defineProperty(error, 'stack', {
          get: () => (read++, 'Error: again\n    at f (/app/f.js:1:1)'),
        })
        client.captureException(error)
      }
    }
    storm(12)
    const readOfSent = read
    storm(10_000)
    expect(read - readOfSent).toBeLessThanOrEqual(400)
    expect([sink.events.length, sink.losses.length]).toEqual([12, 10_000])
    now += 1000
    storm(1)
    expect(sink.events.at(-1)?.contexts?.['storm']).toEqual({ not_sent: 10_000 })
  })

  it('sends what ends the process in any storm', () => {
    const { client, sink } = openFakeClient({ maxPerSecond: 0.1 })
    for (let n = 0; n < 9; n++) client.captureException(new Error('again'))
    client.captureException(new Error('the last'), { crash: true })
    expect(sink.submittedSync).toBe(1)
    expect(exceptionsOf(sink.events.at(-1))[0]?.value).toBe('the last')
  })

  it('beforeSend changes and drops events, and sees what was thrown', () => {
    const seen: unknown[] = []
    const { client, sink } = openFakeClient({
      beforeSend: (event, { thrown }) => {
        seen.push(thrown)
        return thrown instanceof RangeError ? null : { ...event, level: 'warning' }
      },
    })
    const errors = [new Error('a'), new RangeError('b')]
    for (const error of errors) client.captureException(error)
    expect(seen).toEqual(errors)
    expect(sink.events.map(({ level }) => level)).toEqual(['warning'])
    expect(sink.losses).toEqual([['before_send', 'error']])
  })

  it('sends nothing that a failing beforeSend has seen', () => {
    const { client, sink, warnings } = openFakeClient({
      beforeSend: () => {
        throw new Error('no')
      },
    })
    client.captureException(new Error('a'))
    expect(sink.events).toEqual([])
    expect(sink.losses).toEqual([['internal_sdk_error', 'error']])
    expect(warnings[0]).toContain('was not reported: Error: no')
  })

  it('does nothing without a DSN', () => {
    const { client } = openFakeClient({}, { isOff: true })
    expect(client.isEnabled).toBe(false)
    expect(client.captureException(new Error('x'))).toMatch(/^[\da-f]{32}$/)
    expect(client.captureMessage('x')).toMatch(/^[\da-f]{32}$/)
  })

  it('leaves parts out until the event fits', () => {
    const { client, sink } = openFakeClient({ maxBodyBytes: 20_000 })
    const extra = Object.fromEntries(Array.from({ length: 100 }, (_, at) => [`key${at}`, 'x'.repeat(1000)]))
    client.captureException(new Error('big'), { extra })
    expect(Buffer.byteLength(sink.payloads[0] ?? '')).toBeLessThanOrEqual(20_000)
    expect(sink.events[0]?.extra).toEqual({ left_out: ['modules', 'breadcrumbs', 'extra'] })
    expect(exceptionsOf(sink.events[0])[0]?.value).toBe('big')
  })

  it('counts what does not fit at all', () => {
    const { client, sink } = openFakeClient({ maxBodyBytes: 1000 })
    client.captureException(new Error('y'.repeat(5000)))
    expect(sink.losses).toEqual([['internal_sdk_error', 'error']])
  })
})

describe('secrets', () => {
  it('are taken out of every part', () => {
    const { client, sink } = openFakeClient()
    // Not written as one word, since source lines are sent.
    const secret = `hunter${2}`
    client.captureException(new Error(`connect to postgres://app:${secret}@db/shop failed`), {
      user: { id: 7, password: secret },
      extra: { apiKey: secret, nested: { token: secret } },
      contexts: { settings: { secret: secret } },
      tags: { password: secret },
      request: {
        method: 'POST',
        url: `http://shop.test/login?token=${secret}&page=2`,
        headers: {
          authorization: `Bearer ${secret}`,
          cookie: `theme=dark; sid=${secret}`,
          'x-shop': 'winter',
        },
        body: { password: secret, name: 'ada' },
        remoteAddress: '10.0.0.9',
      },
    })
    expect(sink.payloads[0]).not.toContain(secret)
    expect(sink.events[0]?.request).toEqual({
      method: 'POST',
      url: 'http://shop.test/login',
      query_string: 'token=[Filtered]&page=2',
      headers: { authorization: '[Filtered]', 'x-shop': 'winter' },
      cookies: { theme: 'dark', sid: '[Filtered]' },
      data: { password: '[Filtered]', name: 'ada' },
      env: { REMOTE_ADDR: '10.0.0.9' },
    })
  })

  it('are taken out of local variables', () => {
    const sink = new FakeSink()
    const { client } = openFakeClient(
      {},
      {
        sink,
        variables: {
          variablesOf: (_error, frames) =>
            frames.map((_, at) =>
              at === frames.length - 1 ? { cart: [1], user: { password: 'hunter2' } } : undefined,
            ),
          statusOf: () => 'captured',
        },
      },
    )
    client.captureException(new Error('x'))
    expect(framesOf(exceptionsOf(sink.events[0])[0]).at(-1)?.vars).toEqual({
      cart: [1],
      user: { password: '[Filtered]' },
    })
    expect(sink.events[0]?.contexts).toMatchObject({ local_variables: { status: 'captured' } })
  })
})

describe('captureMessage()', () => {
  it('sends a text with its level', () => {
    const { client, sink } = openFakeClient()
    client.captureMessage('hello')
    client.captureMessage('careful', 'warning')
    expect(sink.events.map(({ level, logentry }) => [level, logentry])).toEqual([
      ['info', { formatted: 'hello' }],
      ['warning', { formatted: 'careful' }],
    ])
  })
})

describe('captureEvent()', () => {
  it('sends an event of the application, without secrets', () => {
    const { client, sink } = openFakeClient()
    const event = { event_id: 'c'.repeat(32), message: 'imported', extra: { password: 'x' } }
    expect(client.captureEvent(event)).toBe('c'.repeat(32))
    expect(sink.events[0]).toMatchObject({
      message: 'imported',
      extra: { password: '[Filtered]' },
      platform: 'node',
    })
  })
})

describe('contexts and modules', () => {
  it('A12: name the debug id of a file that has one, to join it with an uploaded source map', async () => {
    await using dir = await createTempDir()
    const file = join(dir.path, 'bundle.mjs')
    const id = '85314830-023f-4cf1-a267-535f4e37bb17'
    writeFileSync(file, `export const fail = () => { throw new Error('bundled') }\n//# debugId=${id}\n`)
    const { fail } = (await import(pathToFileURL(file).href)) as { readonly fail: () => never }
    const { client, sink } = openFakeClient()
    try {
      fail()
    } catch (error) {
      client.captureException(error)
    }
    expect(sink.events[0]?.debug_meta).toEqual({
      images: [{ type: 'sourcemap', code_file: file, debug_id: id }],
    })
  })

  it('A12: name the packages that the application depends on, with their versions', async () => {
    await using dir = await createTempDir()
    const write = (path: string, text: string): void => {
      mkdirSync(dirname(join(dir.path, path)), { recursive: true })
      writeFileSync(join(dir.path, path), text)
    }
    write('package.json', '{"dependencies": {"cart": "^1.0.0", "gone": "1"}}')
    write('node_modules/cart/package.json', '{"version": "1.2.3"}')
    expect(createInstalledModules(readFileWithin, join(dir.path, 'app.js'))()).toEqual({ cart: '1.2.3' })
  })

  it('tell runtime, system and installed packages', () => {
    const { client, sink } = openFakeClient()
    client.captureException(new Error('x'))
    expect(sink.events[0]?.contexts).toMatchObject({
      runtime: { name: 'node', version: process.version.slice(1) },
      os: { type: 'os' },
      app: { type: 'app' },
      process: { pid: process.pid },
    })
  })
})
