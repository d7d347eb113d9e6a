import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createClientReport, parseClientReport } from './client-report.ts'

describe('parseClientReport()', () => {
  it('A7: reads what SDKs dropped', () => {
    const discarded_events = [{ reason: 'before_send', category: 'error', quantity: 3 }]
    expect(parseClientReport({ timestamp: '2026-02-03T12:00:00Z', discarded_events })).toEqual({
      timestamp: Date.UTC(2026, 1, 3, 12),
      discarded: discarded_events,
      ignored: 0,
    })
  })

  it('counts entries that it cannot use', () => {
    const sound = { reason: 'send_error', category: 'error', quantity: 1 }
    const discarded_events = [
      null,
      sound,
      { ...sound, quantity: 0 },
      { ...sound, quantity: '1' },
      { ...sound, reason: '' },
      { ...sound, reason: 'x'.repeat(101) },
      { quantity: 1 },
    ]
    expect(parseClientReport({ discarded_events })).toEqual({ discarded: [sound], ignored: 6 })
  })

  it('A8: reads a hundred entries and counts the rest', () => {
    const discarded_events = Array.from({ length: 130 }, () => ({
      reason: 'a',
      category: 'b',
      quantity: 1e300,
    }))
    const report = parseClientReport({ discarded_events })
    expect(report?.discarded).toHaveLength(100)
    expect(report?.ignored).toBe(30)
    expect(report?.discarded[0]?.quantity).toBe(2 ** 32 - 1)
  })

  it.each([null, [], 'x', {}, { discarded_events: {} }])('%j is no report', (payload) => {
    expect(parseClientReport(payload)).toBeUndefined()
  })

  it('never throws', () => {
    fc.assert(fc.property(fc.anything(), (entry) => void parseClientReport({ discarded_events: [entry] })))
  })
})

describe('createClientReport()', () => {
  it('writes what parseClientReport() reads', () => {
    const discarded = [{ reason: 'queue_overflow', category: 'error', quantity: 2 }] as const
    expect(parseClientReport(createClientReport(discarded, 5500))).toEqual({
      timestamp: 5500,
      discarded,
      ignored: 0,
    })
  })
})
