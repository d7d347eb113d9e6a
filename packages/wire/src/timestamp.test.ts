import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTimestamp } from './timestamp.ts'

const noon = Date.UTC(2026, 1, 3, 12)

describe('parseTimestamp()', () => {
  const cases: readonly (readonly [unknown, number | undefined])[] = [
    ['2026-02-03T12:00:00Z', noon],
    ['2026-02-03T12:00:00', noon],
    ['2026-02-03 12:00:00', noon],
    ['2026-02-03T12:00:00+00:00', noon],
    ['2026-02-03T14:30:00+02:30', noon],
    ['2026-02-03T04:00:00-0800', noon],
    ['2026-02-03T12:00:00.250Z', noon + 250],
    ['2026-02-03T12:00:00.250000Z', noon + 250],
    ['2026-02-03T12:00:00.250000000+00:00', noon + 250],
    ['2026-02-03t12:00z', noon],
    [noon / 1000, noon],
    [noon / 1000 + 0.5, noon + 500],
    [0, 0],
    [-1, undefined],
    [noon, undefined],
    [Number.NaN, undefined],
    [Number.POSITIVE_INFINITY, undefined],
    ['1969-12-31T23:59:59Z', undefined],
    ['2026-02-30T12:00:00Z', undefined],
    ['2026-13-01T12:00:00Z', undefined],
    ['2026-02-03T25:00:00Z', undefined],
    ['2026-02-03', undefined],
    ['yesterday', undefined],
    ['', undefined],
    [null, undefined],
    [{}, undefined],
  ]
  it.each(cases)('A11: %j is read as %j', (value, expected) => {
    expect(parseTimestamp(value)).toBe(expected)
  })

  it('A11: reads what toISOString() writes', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
        expect(parseTimestamp(date.toISOString())).toBe(date.getTime())
      }),
    )
  })
})
