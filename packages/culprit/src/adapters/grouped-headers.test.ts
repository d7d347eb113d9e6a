import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupHeaders, joinVary, hasRepeatedName, isAdded } from './grouped-headers.ts'

const names = fc.constantFrom('Vary', 'vary', 'Set-Cookie', 'set-cookie', 'X-A', 'x-a', 'Allow')
const lists = fc.array(fc.tuple(names, fc.string({ maxLength: 3 })), { maxLength: 8 })

describe('groupHeaders()', () => {
  it('keeps every value, in order, under the name that came first', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const expected = new Map<string, string[]>()
        for (const [name, value] of list) {
          const key = name.toLowerCase()
          expected.set(key, [...(expected.get(key) ?? []), value])
        }
        const grouped = groupHeaders(list).map(([name, value]) => [name.toLowerCase(), [value].flat()])
        expect(grouped).toEqual([...expected])
        expect(hasRepeatedName(list)).toBe(expected.size < list.length)
      }),
    )
  })

  it('gives a single value as it is', () => {
    expect(groupHeaders([['Allow', 'GET']])).toEqual([['Allow', 'GET']])
  })
})

describe('isAdded()', () => {
  it.each([
    ['Vary', true],
    ['SET-COOKIE', true],
    ['Allow', false],
    ['Date', false],
    ['X-Whatever', false],
  ])('%s: %s', (name, added) => {
    expect(isAdded(name)).toBe(added)
  })
})

describe('joinVary()', () => {
  it.each([
    ['Accept', 'Accept', 'Accept'],
    ['Origin', ['Accept', 'accept-language'], 'Origin, Accept, accept-language'],
    ['Origin, ACCEPT', 'Accept, Accept-Language', 'Origin, ACCEPT, Accept-Language'],
    ['', 'Accept', 'Accept'],
    ['', ['Accept', 'accept', 'Origin'], 'Accept, Origin'],
  ])('%j with %j is %j', (old, added, joined) => {
    expect(joinVary(old, added)).toBe(joined)
  })
})
