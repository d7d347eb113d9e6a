import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { errorText } from './format-error.ts'

function stacked<T extends Error>(error: T, where: string): T {
  error.stack = `${error.name}: ${error.message}\n    at ${where}`
  return error
}

describe('errorText()', () => {
  it('FMT-3: the stack, then the chain of causes, without a trailing line end', () => {
    const inner = stacked(new TypeError('inner'), 'b (/b.js:2:2)')
    const outer = stacked(new Error('outer', { cause: inner }), 'a (/a.js:1:1)\n')
    expect(errorText(outer)).toBe(
      'Error: outer\n    at a (/a.js:1:1)\nCaused by: TypeError: inner\n    at b (/b.js:2:2)',
    )
  })

  it('FMT-3: members of an AggregateError are numbered', () => {
    const members = [stacked(new Error('one'), 'a (/a.js:1:1)'), 'two']
    const error = stacked(new AggregateError(members, 'all'), 'c (/c.js:3:3)')
    expect(errorText(error)).toBe(
      'AggregateError: all\n    at c (/c.js:3:3)\nError 1 of 2: Error: one\n    at a (/a.js:1:1)\nError 2 of 2: Thrown string: two',
    )
  })

  it('shows what is no error, and ends on cycles', () => {
    expect(errorText('text')).toBe('Thrown string: text')
    expect(errorText(null)).toBe('Thrown null')
    const circle = new Error('round')
    circle.cause = circle
    expect(errorText(circle).match(/round/g)).toHaveLength(1)
  })

  it('escapes what could steer a terminal, and keeps lines', () => {
    expect(errorText('a\u001b[31m\nb\tc\u009b')).toBe('Thrown string: a\\x1b[31m\nb\tc\\x9b')
  })

  it('never throws, and stays within its bound', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (cause, member) => {
        const text = errorText(new AggregateError([member, new Error('x', { cause })], 'all'))
        expect(text).toMatch(/^AggregateError: all\n/)
        expect(text).not.toMatch(/[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/)
      }),
    )
  })
})
