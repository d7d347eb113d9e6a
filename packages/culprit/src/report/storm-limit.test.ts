import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StormLimit } from './storm-limit.ts'

/** A limit with a clock that the test moves. */
function limitOf(perSecond: number) {
  let time = 1_000_000
  const limit = new StormLimit({ perSecond, now: () => time })
  const admitted = (kind: string, times: number): number => {
    let count = 0
    for (let n = 0; n < times; n++) if (limit.admit(kind) !== undefined) count++
    return count
  }
  return { limit, admitted, pass: (ms: number) => (time += ms) }
}

describe('StormLimit', () => {
  it('admits what 12.5 seconds give of repeats at once, then its rate', () => {
    const { admitted, pass } = limitOf(20)
    expect(admitted('a', 10_000)).toBe(250)
    pass(2000)
    expect(admitted('a', 10_000)).toBe(40)
  })

  it('admits the first of each kind in a storm of another', () => {
    const { admitted } = limitOf(20)
    admitted('a', 10_000)
    for (let n = 0; n < 16; n++) expect(admitted(`kind ${n}`, 100)).toBe(3)
  })

  it('admits repeats with local variables from half of the reserve', () => {
    const { limit, admitted, pass } = limitOf(20)
    expect(admitted('a', 10_000)).toBe(250)
    const admittedWith = (times: number): number => {
      let count = 0
      for (let n = 0; n < times; n++) if (limit.admit('a', { hasVariables: true }) !== undefined) count++
      return count
    }
    expect(admittedWith(100)).toBe(25)
    pass(1000)
    expect([admitted('a', 100), admittedWith(100)]).toEqual([0, 20])
    for (let n = 0; n < 8; n++) expect(admitted(`kind ${n}`, 100)).toBe(3)
  })

  it('tells how many of a kind were not sent before one that is', () => {
    const { limit, admitted, pass } = limitOf(1)
    expect(admitted('a', 30)).toBe(12)
    pass(1000)
    expect(limit.admit('a')).toBe(18)
    pass(1000)
    expect(limit.admit('a')).toBe(0)
  })

  it('is spent when repeats are refused, and counts those that it is not asked about', () => {
    const { limit, admitted, pass } = limitOf(1)
    expect(limit.isSpent()).toBe(false)
    admitted('a', 20)
    expect(limit.isSpent()).toBe(true)
    limit.refuse('a')
    pass(1000)
    expect(limit.isSpent()).toBe(false)
    expect(limit.admit('a')).toBe(9)
  })

  it('lets a kind be a first again after a minute', () => {
    const { admitted, pass } = limitOf(1)
    admitted('a', 100)
    admitted('b', 2)
    pass(500)
    expect(admitted('a', 1)).toBe(0)
    pass(60_000)
    expect(admitted('a', 100)).toBe(12)
  })

  it('never admits more than its rate and what is saved, however many kinds there are', () => {
    const step = fc.record({
      ms: fc.integer({ min: -100, max: 2000 }),
      kind: fc.integer({ min: 0, max: 3000 }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const { admitted, pass } = limitOf(3)
        let count = 0
        let elapsed = 0
        for (const { ms, kind } of steps) {
          pass(ms)
          elapsed += Math.abs(ms)
          count += admitted(`kind ${kind}`, 5)
        }
        expect(count).toBeLessThanOrEqual(45 + (elapsed / 1000) * 3)
      }),
    )
  })

  it('admits something at the smallest of rates', () => {
    const { admitted, pass } = limitOf(0.01)
    expect(admitted('a', 5)).toBe(1)
    pass(100_000)
    expect(admitted('b', 5)).toBe(1)
  })
})
