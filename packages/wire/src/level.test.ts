import { describe, expect, it } from 'vitest'
import { compareLevels, levels, parseLevel } from './level.ts'

describe('parseLevel()', () => {
  const cases: readonly (readonly [unknown, string | undefined])[] = [
    ['error', 'error'],
    ['log', 'info'],
    ['warn', 'warning'],
    ['critical', 'fatal'],
    ['WARNING', 'warning'],
    ['', undefined],
    ['constructor', undefined],
    [40, undefined],
    [null, undefined],
  ]
  it.each(cases)('A12: %j is read as %j', (value, expected) => {
    expect(parseLevel(value)).toBe(expected)
  })
})

describe('compareLevels()', () => {
  it('orders levels from mildest to worst', () => {
    expect(levels.toReversed().toSorted(compareLevels)).toEqual([
      'debug',
      'info',
      'warning',
      'error',
      'fatal',
    ])
  })
})
