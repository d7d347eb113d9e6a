import { describe, expect, it } from 'vitest'
import { absoluteTime, formatCount, formatSpan, isoTime, longAge, shortAge } from './format-time.ts'

const now = Date.UTC(2026, 10, 22, 12)
const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000]

describe('shortAge() and longAge()', () => {
  it.each([
    [0, 'now', 'just now'],
    [-5 * minute, 'now', 'just now'],
    [second, '1s', '1 second ago'],
    [59 * second, '59s', '59 seconds ago'],
    [minute, '1m', '1 minute ago'],
    [47 * hour, '47h', '47 hours ago'],
    [2 * day, '2d', '2 days ago'],
    [800 * day, '2y', '800 days ago'],
  ])('%i ms is %s, %s', (ago, short, long) => {
    expect([shortAge(now - ago, now), longAge(now - ago, now)]).toEqual([short, long])
  })
})

describe('absoluteTime() and isoTime()', () => {
  it('say the instant in UTC', () => {
    expect([absoluteTime(now), isoTime(now)]).toEqual(['2026-11-22 12:00:00 UTC', '2026-11-22T12:00:00.000Z'])
  })

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 8.64e15 + 1])('know that %d is no date', (at) => {
    expect([absoluteTime(at), isoTime(at)]).toEqual(['unknown time', undefined])
  })
})

describe('formatSpan() and formatCount()', () => {
  it.each([
    [340, '340 ms'],
    [-1234, '1.2 s'],
    [250_000, '4 m 10 s'],
    [7_500_000, '2 h 5 m'],
    [1.8e12, '20,833 d'],
  ])('a span of %i ms is %s', (ms, text) => {
    expect(formatSpan(ms)).toBe(text)
  })

  it.each([
    [0, '0'],
    [999, '999'],
    [1204, '1,204'],
    [1_234_567, '1,234,567'],
  ])('%i is %s', (count, text) => {
    expect(formatCount(count)).toBe(text)
  })
})
