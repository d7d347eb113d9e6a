import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PauseBudget } from './pause-budget.ts'

/** A budget with a clock that the test moves. */
function budgetOf(share: number) {
  let time = 1000
  const budget = new PauseBudget({ share, now: () => time })
  return { budget, pass: (ms: number) => (time += ms) }
}

describe('PauseBudget', () => {
  it('starts full, with what the share gives in 2.5 seconds', () => {
    const { budget } = budgetOf(0.01)
    expect(budget.spend(24)).toBe(true)
    expect(budget.spend(1)).toBe(false)
    expect(budget.spentMs).toBe(25)
  })

  it('fills by the share of the time that passes, never beyond its capacity', () => {
    const { budget, pass } = budgetOf(0.01)
    budget.spend(25)
    expect(budget.waitFor(2)).toBeCloseTo(200)
    pass(150)
    expect(budget.waitFor(2)).toBeCloseTo(50)
    pass(1_000_000)
    expect(budget.spend(25)).toBe(false)
  })

  it('waits for what was overdrawn', () => {
    const { budget, pass } = budgetOf(0.01)
    budget.spend(125)
    pass(9_999)
    expect(budget.spend(0)).toBe(false)
    pass(10)
    expect(budget.spend(0)).toBe(true)
  })

  it('waits for no more than it can hold', () => {
    const { budget } = budgetOf(0.001)
    budget.spend(2.5)
    expect(budget.waitFor(50)).toBeCloseTo(2500)
  })

  it('never gives more than its share of the time, 2.5 seconds more, and one pause', () => {
    const step = fc.record({
      ms: fc.double({ min: 0, max: 500, noNaN: true }),
      cost: fc.double({ min: 0, max: 20, noNaN: true }),
    })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        const { budget, pass } = budgetOf(0.01)
        let elapsed = 0
        for (const { ms, cost } of steps) {
          elapsed += ms
          pass(ms)
          if (budget.waitFor(0) === 0 && budget.spend(0)) budget.spend(cost)
        }
        expect(budget.spentMs).toBeLessThanOrEqual(0.01 * (elapsed + 2500) + 20.001)
      }),
    )
  })
})
