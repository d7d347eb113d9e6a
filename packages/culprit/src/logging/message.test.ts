import fc from 'fast-check'
import { format } from 'node:util'
import { describe, expect, it } from 'vitest'
import { messageText, placeholderCount, takesNames } from './message.ts'

describe('messageText()', () => {
  it.each([
    ['%(user)s has %(count)05d', { user: 'eve', count: 7 }, 'eve has 00007'],
    ['%(user)s and %(nobody)s', { user: 'eve' }, 'eve and %(nobody)s'],
    ['%(part)d%% of all', { part: 3 }, '3% of all'],
    ['all: %s', { a: 1 }, 'all: { a: 1 }'],
  ])('R1: %s takes named values', (msg, args, text) => expect(messageText(msg, args)).toBe(text))

  it('R2: without values nothing is interpreted', () => {
    expect(messageText('100%', [])).toBe('100%')
    expect(messageText('%s %d %%', [])).toBe('%s %d %%')
  })

  it.each<readonly [string, readonly unknown[], string]>([
    ['%s is %d', ['x', 5], 'x is 5'],
    ['%5.2f|%-6s|%x|%r', [3.14159, 'ab', 255, 'q'], " 3.14|ab    |ff|'q'"],
    ['%j and %o', [{ a: 1 }, 1], '{"a":1} and 1'],
    ['%j', [{ a: 1n }], '{ a: 1n }'],
    ['50% done: %s', ['yes'], '50% done: yes'],
    ['%s', [undefined], 'undefined'],
    ['missing %s %s', ['one'], 'missing one %s'],
    ['surplus', ['a', { b: 1 }, 3], 'surplus a { b: 1 } 3'],
    ['%%%s%%', ['x'], '%x%'],
    ['ends in %', ['x'], 'ends in % x'],
    ['%s', [{ toString: () => 'own' }], 'own'],
  ])('fills %s', (msg, args, text) => expect(messageText(msg, args)).toBe(text))

  it('a message that is no text is shown as it is', () => {
    expect(messageText({ a: 1 }, [])).toBe('{ a: 1 }')
    expect(messageText(null, [])).toBe('null')
    expect(messageText(new TypeError('x'), [])).toBe('TypeError: x')
  })

  it('agrees with util.format wherever only its letters occur', () => {
    const piece = fc.oneof(
      fc.constantFrom('%s', '%d', '%i', '%f', '%j', '%%', '%O'),
      fc.stringMatching(/^[a-z ]{0,5}$/),
    )
    const value = fc.oneof(
      fc.string(),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.bigInt(),
    )
    fc.assert(
      fc.property(fc.array(piece), fc.array(value, { minLength: 1 }), (pieces, values) => {
        const text = pieces.join('')
        // `% d` and the like are Python's; `util.format` leaves a percent sign before them too.
        fc.pre(!/%[^sdifjO%]/.test(text.replaceAll('%%', '')))
        // Neither can write a bigint as JSON.
        fc.pre(!text.includes('%j') || !values.some((item) => typeof item === 'bigint'))
        expect(messageText(text, values)).toBe(format(text, ...values))
      }),
    )
  })

  it('counts placeholders and knows names', () => {
    expect(placeholderCount('a %s %5d %% %(x)s')).toBe(2)
    expect(takesNames('%(x)s')).toBe(true)
    expect(takesNames('%s (x)')).toBe(false)
  })
})
