import { describe, expect, it } from 'vitest'
import { PauseCost } from './pause-cost.ts'

describe('PauseCost', () => {
  it('reckons by the frames on the stack what was measured at others', () => {
    const cost = new PauseCost()
    for (let n = 0; n < 3; n++) cost.measured(8, 1)
    expect(cost.of(8, 0)).toBeCloseTo(1)
    expect(cost.of(28, 0.5)).toBeCloseTo(2.5)
  })

  it('takes the fastest of the first three, which find the debugger cold', () => {
    const cost = new PauseCost()
    for (const ms of [80, 1, 40]) cost.measured(8, ms)
    expect(cost.of(8, 0)).toBeCloseTo(1)
  })

  it('believes a slower measurement less than a faster one', () => {
    const cost = new PauseCost()
    for (const ms of [1, 1, 1, 2]) cost.measured(8, ms)
    expect(cost.of(8, 0)).toBeCloseTo(1.2)
    cost.measured(8, 0.2)
    expect(cost.of(8, 0)).toBeCloseTo(0.6)
  })

  it('does not believe a measurement that was interrupted for long', () => {
    const cost = new PauseCost()
    for (let n = 0; n < 10; n++) cost.measured(8, 5000)
    expect(cost.of(8, 0)).toBeLessThan(10)
  })

  it('N11: reckons a breakpoint as a fifth of a pause of eight frames, and what its condition calls', () => {
    const cost = new PauseCost()
    for (let n = 0; n < 3; n++) cost.measured(8, 1)
    expect(cost.ofBreakpoint(0)).toBeCloseTo(0.2)
    for (let n = 0; n < 100; n++) cost.ofBreakpoint(0.3)
    expect(cost.meanBreakpointMs).toBeCloseTo(0.5)
  })
})
