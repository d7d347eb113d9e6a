import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventSeries } from './event-series.ts'

describe('EventSeries', () => {
  it('ALR-10 counts what is later than the beginning of the window, its end included', () => {
    const series = new EventSeries(60)
    for (const at of [0, 1, 30, 60]) series.add(at)
    expect([60, 61, 89, 90, 119, 120].map((until) => series.count(until))).toEqual([3, 2, 2, 1, 1, 0])
  })

  it('ALR-10 is exact for up to 256 events, in whatever order they come', () => {
    const times = fc.array(fc.integer({ min: 0, max: 5000 }), { minLength: 1, maxLength: 256 })
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 2000 }), fc.nat(6000), (added, length, until) => {
        const series = new EventSeries(length)
        for (const at of added) series.add(at)
        expect(series.count(until)).toBe(added.filter((at) => at > until - length && at <= until).length)
      }),
    )
  })

  it('ALR-10 never counts too many, and loses at most a sixtieth of the window, however many come', () => {
    const length = 60_000
    const series = new EventSeries(length)
    const times = Array.from({ length: 20_000 }, (_, n) => n * 17)
    for (const [index, at] of times.entries()) {
      series.add(at)
      if (index % 500 !== 0) continue
      const exact = times.slice(0, index + 1).filter((each) => each > at - length).length
      expect(series.count(at)).toBeLessThanOrEqual(exact)
      expect(series.count(at)).toBeGreaterThanOrEqual(exact - length / 60 / 17 - 1)
    }
  })
})
