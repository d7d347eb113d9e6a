import { describe, expect, it } from 'vitest'
import { Outage } from './outage.ts'

describe('Outage', () => {
  it('tries again when the clock was put back, rather than at the time it once set', () => {
    let now = Date.UTC(2026, 0, 15)
    const clock = { now: () => now, setTimer: () => () => undefined }
    const outage = new Outage({ clock, random: () => 0, warn: () => undefined })
    outage.begin(new Error('down'))
    expect(outage.mayTry()).toBe(false)
    now -= 24 * 3_600_000
    expect(outage.mayTry()).toBe(true)
  })
})
