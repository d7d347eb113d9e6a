import { describe, expect, it } from 'vitest'
import { Metrics } from './metrics.ts'

const facts = {
  accepted: 0,
  usage: { pendingBytes: 10, pendingEntries: 2, freeDiskBytes: 30 },
  undigested: 1,
  hold: { waiting: 3, held: 4, heldMs: 500 },
  now: 0,
}

describe('Metrics', () => {
  it('adds up what was digested and lost, with the reason', () => {
    const metrics = new Metrics(0)
    const accepted = {
      projectId: 1,
      source: 'server',
      reason: 'accepted',
      category: 'error',
      quantity: 3,
    } as const
    metrics.addProgress({ events: 3, entries: [{ projectId: 1, entries: 3 }], outcomes: [accepted] })
    metrics.addProgress({
      events: 1,
      entries: [{ projectId: 1, entries: 1 }],
      outcomes: [{ ...accepted, quantity: 1 }],
    })
    metrics.addOutcomes([
      { projectId: 1, source: 'server', reason: 'rate-limited', category: 'error', quantity: 5 },
      { projectId: 1, source: 'server', reason: 'rate-limited', category: 'security', quantity: 2 },
      { projectId: 1, source: 'sdk', reason: 'sample_rate', category: 'error', quantity: 7 },
    ])
    const text = metrics.render({ ...facts, accepted: 4, now: 5000 })
    expect(text).toContain('culprit_events_accepted_total 4\n')
    expect(text).toContain('culprit_events_digested_total 4\n')
    expect(text).toContain('culprit_outcomes_total{source="server",reason="accepted",category="error"} 4\n')
    expect(text).toContain('culprit_events_dropped_total{reason="rate-limited"} 7\n')
    expect(text).not.toContain('culprit_events_dropped_total{reason="sample_rate"}')
    expect(text).toContain('culprit_spool_pending_entries 2\n')
    expect(text).toContain('culprit_spool_undigested_entries 1\n')
    expect(text).toContain('culprit_answers_held 3\n')
    expect(text).toContain('culprit_answer_hold_seconds_sum 0.5\nculprit_answer_hold_seconds_count 4\n')
    expect(text).toContain('process_uptime_seconds 5\n')
  })

  it('counts deliveries by channel and outcome', () => {
    const metrics = new Metrics(0)
    metrics.addDelivery({ channel: 'slack', outcome: 'delivered' })
    metrics.addDelivery({ channel: 'slack', outcome: 'delivered' })
    metrics.addDelivery({ channel: 'mail', outcome: 'held' })
    const text = metrics.render(facts)
    expect(text).toContain('culprit_deliveries_total{channel="slack",outcome="delivered"} 2\n')
    expect(text).toContain('culprit_deliveries_total{channel="mail",outcome="held"} 1\n')
  })

  it('keeps the text well-formed whatever an SDK calls its reasons', () => {
    const metrics = new Metrics(0)
    metrics.addOutcomes([
      { projectId: 1, source: 'sdk', reason: 'a"b\\c\nd', category: 'error', quantity: 1 },
    ])
    const line = metrics
      .render(facts)
      .split('\n')
      .find((each) => each.startsWith('culprit_outcomes_total{'))
    expect(line).toBe('culprit_outcomes_total{source="sdk",reason="a\\"b\\\\c\\nd",category="error"} 1')
  })

  it('keeps a bounded number of series', () => {
    const metrics = new Metrics(0)
    for (let n = 0; n < 1000; n += 1)
      metrics.addOutcomes([{ projectId: 1, source: 'sdk', reason: `r${n}`, category: 'error', quantity: 1 }])
    const lines = metrics.render(facts).split('\n')
    expect(lines.filter((line) => line.startsWith('culprit_outcomes_total{'))).toHaveLength(500)
  })
})
