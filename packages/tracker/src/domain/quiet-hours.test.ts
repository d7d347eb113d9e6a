import { describe, expect, it } from 'vitest'
import { parseQuietHours, quietUntil, timeOfDay } from './quiet-hours.ts'

const at = (text: string): number => Date.parse(text)

describe('quietUntil()', () => {
  const night = { from: 22 * 60, to: 7 * 60, timeZone: 'Europe/Amsterdam' }

  it.each([
    ['2026-01-15T20:59:00Z', undefined],
    ['2026-01-15T21:00:00Z', '2026-01-16T06:00:00Z'],
    ['2026-01-15T23:30:12Z', '2026-01-16T06:00:00Z'],
    ['2026-01-16T05:59:59Z', '2026-01-16T06:00:00Z'],
    ['2026-01-16T06:00:00Z', undefined],
    // Clocks go forward at two that night, and back.
    ['2026-03-28T22:00:00Z', '2026-03-29T05:00:00Z'],
    ['2026-10-24T21:00:00Z', '2026-10-25T06:00:00Z'],
  ])('ALR-25 at %s in Amsterdam the night ends at %s', (now, end) => {
    expect(quietUntil(night, at(now))).toBe(end && at(end))
  })
})

describe('parseQuietHours()', () => {
  it('ALR-25 reads times of day, and gives them back', () => {
    expect(parseQuietHours({ from: '22:30', to: '7:05', timeZone: 'Asia/Tokyo' })).toEqual({
      from: 1350,
      to: 425,
      timeZone: 'Asia/Tokyo',
    })
    expect([timeOfDay(1350), timeOfDay(425)]).toEqual(['22:30', '07:05'])
    for (const wrong of [null, {}, { from: '22:00', to: '22:00' }, { from: '24:00', to: '07:00' }])
      expect(parseQuietHours(wrong)).toBeTypeOf('string')
  })
})
