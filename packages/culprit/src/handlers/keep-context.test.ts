import { describe, expect, it } from 'vitest'
import { keepContext } from './keep-context.ts'

describe('keepContext()', () => {
  it('DSP-13: makes the error that was being handled the cause', () => {
    const first = new RangeError('first')
    const later = new TypeError('later')
    keepContext(later, first)
    expect(later.cause).toBe(first)
    expect(Object.keys(later)).toEqual([])
  })

  it('leaves a cause of the application, undefined too', () => {
    const own = new TypeError('later', { cause: 'own' })
    keepContext(own, new RangeError())
    expect(own.cause).toBe('own')
    const none = new TypeError('later', { cause: undefined })
    keepContext(none, new RangeError())
    expect(none.cause).toBeUndefined()
  })

  it('replaces its own, where one error is thrown in many requests', () => {
    const shared = new TypeError('shared')
    const second = new RangeError('second')
    keepContext(shared, new RangeError('first'))
    keepContext(shared, second)
    expect(shared.cause).toBe(second)
  })

  it('makes no circle', () => {
    const inner = new TypeError('inner')
    const outer = new RangeError('outer', { cause: new Error('between', { cause: inner }) })
    keepContext(inner, outer)
    expect(inner.cause).toBeUndefined()
    keepContext(inner, inner)
    expect(inner.cause).toBeUndefined()
  })

  it('leaves what cannot be changed, and does not throw', () => {
    const frozen = Object.freeze(new TypeError('frozen'))
    keepContext(frozen, new RangeError())
    expect(frozen.cause).toBeUndefined()
    const hostile = new Proxy(new TypeError('x'), {
      has: () => {
        throw new Error('no')
      },
    })
    expect(() => keepContext(hostile, new RangeError())).not.toThrow()
  })
})
