import { parseClientReport } from '@culprit/wire'
import { describe, expect, it } from 'vitest'
import { Outcomes, outcomesPayload } from './outcomes.ts'

describe('Outcomes', () => {
  it('sums by reason and category; what is taken out is counted anew', () => {
    const outcomes = new Outcomes()
    outcomes.count('before_send', 'error')
    outcomes.count('before_send', 'error', 2)
    outcomes.count('before_send', 'feedback')
    outcomes.count('ignored', 'error', 0)
    const lost = outcomes.take()
    expect(lost).toEqual([
      { reason: 'before_send', category: 'error', quantity: 3 },
      { reason: 'before_send', category: 'feedback', quantity: 1 },
    ])
    expect(outcomes.isEmpty).toBe(true)
    outcomes.count('before_send', 'error')
    outcomes.putBack(lost)
    expect(outcomes.list()[0]?.quantity).toBe(4)
  })

  it('A7: makes the payload of a client report', () => {
    const lost = [{ reason: 'send_error', category: 'error', quantity: 2 }] as const
    const payload = Buffer.from(outcomesPayload(lost, 1_700_000_000_500)).toString('utf8')
    expect(parseClientReport(JSON.parse(payload))).toEqual({
      timestamp: 1_700_000_000_500,
      discarded: lost,
      ignored: 0,
    })
  })

  it('is bounded, however many categories it is told of', () => {
    const outcomes = new Outcomes()
    for (let n = 0; n < 1000; n++) outcomes.count('invalid', `category ${n}`)
    expect(outcomes.list().length).toBeLessThanOrEqual(100)
  })
})
