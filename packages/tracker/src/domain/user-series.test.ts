import { describe, expect, it } from 'vitest'
import { UserSeries } from './user-series.ts'

describe('UserSeries', () => {
  it('ALR-13 counts each user once, and forgets those last seen before the window', () => {
    const series = new UserSeries(60, 100)
    for (const [user, at] of [
      ['a', 0],
      ['b', 10],
      ['a', 30],
      ['c', 40],
    ] as const)
      series.add(user, at)
    expect([60, 69, 70, 90, 100].map((until) => series.count(until))).toEqual([3, 3, 2, 1, 0])
  })

  it('ALR-13 tells no more users apart than a rule asks for', () => {
    const series = new UserSeries(60, 3)
    for (let n = 0; n < 10; n += 1) series.add(`u${n}`, n)
    expect(series.count(9)).toBe(3)
  })
})
