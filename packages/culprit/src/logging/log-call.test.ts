import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CallOptions, callOptions, readCall } from './log-call.ts'
import { LogManager } from './manager.ts'
import { messageText } from './message.ts'
import { TemplateSites } from './template-sites.ts'

const sites = new TemplateSites()
const boom = new TypeError('boom')
const percent = new Error('%s of %d')

function read(message: unknown, ...args: readonly unknown[]): Record<string, unknown> {
  const { msg, args: values, error, extra } = readCall(message, args, sites)
  return { text: messageText(msg, values), error, extra }
}

describe('readCall()', () => {
  it.each<readonly [string, readonly unknown[], string, unknown, unknown]>([
    ['plain', ['hello'], 'hello', undefined, undefined],
    ['values', ['stock low %s', 'A1'], 'stock low A1', undefined, undefined],
    ['a trailing object', ['stock low %s', 'A1', { sku: 'A1' }], 'stock low A1', undefined, { sku: 'A1' }],
    ['an object for a placeholder', ['got %j', { a: 1 }], 'got {"a":1}', undefined, undefined],
    ['an error last', ['failed %s', 'A1', boom], 'failed A1', boom, undefined],
    ['an error and fields', ['failed', boom, { id: 1 }], 'failed', boom, { id: 1 }],
    [
      'an error for a placeholder',
      ['failed: %s', boom],
      expect.stringMatching(/^failed: .*boom/s) as string,
      boom,
      undefined,
    ],
    ['an error alone', [boom], 'boom', boom, undefined],
    ['an error with a percent sign', [percent, { id: 1 }], '%s of %d', percent, { id: 1 }],
    ['an error with a percent sign and values', [percent, 1], '%s of %d 1', percent, undefined],
    ['an error first', [boom, 'failed %s', 'A1', { id: 1 }], 'failed A1', boom, { id: 1 }],
    ["pino's order", [{ err: boom, id: 1 }, 'failed %s', 'A1'], 'failed A1', boom, { id: 1 }],
    ["pino's order without a message", [{ err: boom, id: 1 }], 'boom', boom, { id: 1 }],
    ["pino's order without an error", [{ id: 1 }, 'done'], 'done', undefined, { id: 1 }],
    ['an object alone', [{ id: 1 }], '{ id: 1 }', undefined, { id: 1 }],
    ['R1: named values', ['%(a)d and %(b)s', { a: 1, b: 'x' }, boom], '1 and x', boom, undefined],
    ['no text', [null], 'null', undefined, undefined],
  ])('%s', (_name, [message, ...args], ...[text, error, extra]) =>
    expect(read(message, ...args)).toEqual({ text, error, extra }),
  )

  it('templates give the message with %s and keep the last error', () => {
    const tag = (strings: TemplateStringsArray, ...values: readonly unknown[]): ReturnType<typeof readCall> =>
      readCall(strings, values, sites)
    const calls = [...[1, 2].map((id) => tag`payment ${id} failed 100% ${boom}`), tag`100%`]
    expect(calls[0]).toMatchObject({ msg: 'payment %s failed 100%% %s', args: [1, boom], error: boom })
    expect(calls[1]?.site).toBe(calls[0]?.site)
    expect(calls.map(({ msg, args }) => messageText(msg, args).split('\n')[0])).toEqual([
      expect.stringMatching(/^payment 1 failed 100% TypeError: boom/),
      expect.stringMatching(/^payment 2 failed 100% TypeError: boom/),
      '100%',
    ])
  })

  it('T17: options are told from fields', () => {
    const call = readCall('x', [{ a: 1 }, callOptions({ stackLevel: 3 })], sites)
    expect(call.extra).toEqual({ a: 1 })
    expect(call.options).toEqual(new CallOptions({ stackLevel: 3 }))
    expect(call.args).toEqual([])
  })
})

it('R3: no logging call throws, whatever it is given', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const evil = {
    get err(): never {
      throw new Error('getter')
    },
  }
  const value = fc.oneof(
    fc.anything(),
    fc.constantFrom<unknown>('REVOKED', evil, Symbol('s'), Object.create(null), boom, '%s', '%(a)s'),
  )
  // The generator itself cannot hold a revoked proxy.
  const given = (item: unknown): unknown => (item === 'REVOKED' ? proxy : item)
  const manager = new LogManager({ stderr: () => undefined })
  if (manager.lastResort !== undefined) manager.lastResort.reportsFailures = false
  const log = manager.getLogger('a')
  const bound = log.with({ a: 1 })
  fc.assert(
    fc.property(value, fc.array(value, { maxLength: 4 }), (first, rest) => {
      const [message, args] = [given(first), rest.map(given)]
      log.error(message, ...args)
      bound.warning(message, ...args)
      log.exception(message, ...args)
    }),
  )
})
