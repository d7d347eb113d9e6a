import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorText, oneLine } from './error-text.ts'

describe('errorText()', () => {
  it('appends causes, which need not be errors', () => {
    const inner = new TypeError('inner', { cause: 'a string' })
    const outer = new RangeError('outer', { cause: inner })
    expect(errorText(outer)).toBe(`${outer.stack}\nCaused by: ${inner.stack}\nCaused by: a string`)
  })

  it('appends the members of an AggregateError, indented', () => {
    const text = errorText(new AggregateError([new TypeError('one'), 'two'], 'all'))
    expect(text).toMatch(/^AggregateError: all\n/)
    expect(text).toMatch(/\n {4}Error 1: TypeError: one\n {4} {4}at /)
    expect(text).toMatch(/\n {4}Error 2: two$/)
  })

  it('cuts cycles', () => {
    const error = new Error('x')
    error.cause = error
    expect(errorText(error)).toMatch(/\nCaused by: \(shown above\)$/)
  })

  it('shows 20 errors of a long chain', () => {
    let error = new Error('0')
    for (let depth = 1; depth < 100; depth += 1) error = new Error(String(depth), { cause: error })
    const text = errorText(error)
    expect(text.match(/Caused by: Error/g)).toHaveLength(19)
    expect(text).toMatch(/\nCaused by: \(more errors are not shown\)$/)
  })

  it('cuts a long text', () => {
    const text = errorText(new Error('x'.repeat(1_000_000)))
    expect(text.length).toBeLessThan(64_100)
    expect(text).toMatch(/… \(cut\)$/)
  })

  it('makes up for a stack that is missing', () => {
    const error = new RangeError('far')
    Object.defineProperty(error, 'stack', { value: undefined })
    expect(errorText(error)).toBe('RangeError: far')
  })

  it('escapes what could steer a terminal, and keeps lines', () => {
    expect(errorText('a\u001b[31m\nb\tc\u009b')).toBe('a\\u001b[31m\nb\tc\\u009b')
    expect(oneLine('a\u2028b\nc')).toBe('a\\u2028b\\u000ac')
  })

  it('never throws, and stays within its bound', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (cause, member) => {
        const text = errorText(new AggregateError([member, new Error('x', { cause })], 'all'))
        expect(text).toMatch(/^AggregateError: all\n/)
        expect(text).not.toMatch(/[\0-\u0008\u000b-\u001f\u007f-\u009f]/)
      }),
    )
  })
})
