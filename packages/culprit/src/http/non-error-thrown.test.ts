import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NonErrorThrown, toError } from './non-error-thrown.ts'

describe('toError()', () => {
  it('returns errors as they are', () => {
    const frozen = Object.freeze(new RangeError('x'))
    const several = new AggregateError([new Error('a')], 'b')
    const foreign: unknown = runInNewContext('new TypeError("from elsewhere")')
    expect(foreign instanceof Error).toBe(false)
    for (const error of [frozen, several, foreign]) expect(toError(error)).toBe(error)
  })

  it('returns an error whose getters throw as it is', () => {
    const error = new Error('x')
    Object.defineProperty(error, 'message', {
      get: () => {
        throw new Error('no message for you')
      },
    })
    expect(toError(error)).toBe(error)
  })

  it.each([
    ['a text', 'route', 'route'],
    ['undefined', undefined, 'undefined'],
    ['null', null, 'null'],
    ['zero', 0, '0'],
    ['a symbol', Symbol('s'), 'Symbol(s)'],
    ['a big number', 10n, '10'],
    ['an object', { password: 'x' }, 'an object'],
    ['a list', [1], 'an array'],
    ['a function', () => 1, 'a function'],
    ['a frozen object', Object.freeze({}), 'an object'],
    ['an object without prototype', Object.create(null), 'an object'],
    ['what only says that it is an error', { [Symbol.toStringTag]: 'Error', stack: 'x' }, 'an object'],
    ['a long text', 'x'.repeat(300), `${'x'.repeat(200)}…`],
  ])('wraps %s and keeps it', (_, value: unknown, words) => {
    const error = toError(value)
    expect(error).toBeInstanceOf(NonErrorThrown)
    expect(error).toMatchObject({
      name: 'NonErrorThrown',
      value,
      message: `Something was thrown that is not an error: ${words}`,
    })
  })

  it('wraps a revoked proxy, of an object, a list or an error', () => {
    for (const target of [{}, [], new Error('x')]) {
      const { proxy, revoke } = Proxy.revocable(target, {})
      revoke()
      expect(toError(proxy)).toBeInstanceOf(NonErrorThrown)
    }
  })

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withBigInt: true, withProxy: true } as object),
        (value) => {
          expect(toError(value)).toBeInstanceOf(Error)
        },
      ),
    )
  })
})
