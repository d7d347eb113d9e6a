import { describe, expect, it } from 'vitest'
import { hourMs, minuteMs } from './instant.ts'
import { SessionSeries } from './session-series.ts'

const noon = Date.UTC(2026, 0, 15, 12)

describe('SessionSeries', () => {
  it('ALR-14 counts the sixty minutes up to the one that holds the instant', () => {
    const series = new SessionSeries(0)
    series.add(noon - hourMs, 1)
    series.add(noon - 59 * minuteMs, 10)
    series.add(noon, 100)
    series.add(noon, 100)
    series.add(noon + minuteMs, 1000)
    expect(series.ofHour(noon)).toBe(210)
    expect(series.ofHour(noon + minuteMs - 1)).toBe(210)
    expect(series.ofHour(noon - 1)).toBe(11)
    expect(series.ofHour(noon + minuteMs)).toBe(1200)
  })

  it('stays small, and says from when on it knows', () => {
    const series = new SessionSeries(noon - hourMs)
    expect([series.knows(noon), series.knows(noon - 1)]).toEqual([true, false])
    for (let n = 0; n < 1000; n += 1) {
      const minute = noon + n * minuteMs
      series.add(minute, 1)
      series.forgetBefore(minute)
    }
    const last = noon + 999 * minuteMs
    expect(series.ofHour(last)).toBe(60)
    expect([series.knows(last), series.knows(noon + hourMs)]).toEqual([true, false])
  })
})
