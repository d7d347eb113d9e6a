import { describe, expect, it } from 'vitest'
import type { AlertRuleDraft } from '../../domain/alert-rule.ts'
import { hourMs, minuteMs } from '../../domain/instant.ts'
import type { EventRow } from '../../ports/read-models.ts'
import { dryRun } from './dry-run.ts'

const start = Date.UTC(2026, 0, 15, 12)
const row = (minutes: number, issueId: number, more: Partial<EventRow> = {}): EventRow => ({
  eventId: 'a',
  projectId: 1,
  issueId,
  type: 'error',
  platform: 'node',
  level: 'error',
  timestamp: start,
  received: start + minutes * minuteMs,
  title: '',
  tags: [],
  ...more,
})
const draft: AlertRuleDraft = {
  name: 'x',
  conditions: [],
  filters: [],
  actions: [],
  actionMatch: 'all',
  filterMatch: 'all',
  frequencyMinutes: 30,
  enabled: true,
}
const burst = (from: number, issueId: number): readonly EventRow[] =>
  Array.from({ length: 12 }, (_, n) => row(from + n / 60, issueId))

describe('dryRun()', () => {
  const events = [...burst(0, 1), ...burst(5, 2), ...burst(20, 1), ...burst(40, 1)]
  const firstSeen = new Map([
    [1, start - hourMs],
    [2, start + 5 * minuteMs],
  ])
  const minutes = (more: Partial<AlertRuleDraft>): readonly number[] =>
    dryRun({ ...draft, ...more }, { events, firstSeen }).map(({ at }) => Math.floor((at - start) / minuteMs))

  it('ALR-32 tells when a threshold would have fired, at its frequency', () => {
    const conditions = [{ kind: 'event-count', value: 10, interval: '1m' }] as const
    expect(minutes({ conditions })).toEqual([0, 5, 40])
    expect(minutes({ conditions, frequencyMinutes: 5 })).toEqual([0, 5, 20, 40])
  })

  it('ALR-32 knows which issues were new, and where nothing came', () => {
    expect(minutes({ conditions: [{ kind: 'new-issue' }] })).toEqual([5])
    expect(minutes({ conditions: [{ kind: 'no-events', interval: '15m' }] })).toEqual([35])
  })

  it('ALR-14 ALR-32 goes by the sessions of the hour before each event', () => {
    const conditions = [{ kind: 'session-share', value: 10, interval: '5m' }] as const
    const share = (counts: readonly number[]): readonly number[] => {
      const sessions = counts.map((started, n) => ({ minute: start - hourMs + n * minuteMs, started }))
      const draftOfShare = { ...draft, conditions, frequencyMinutes: 5 }
      return dryRun(draftOfShare, { events, firstSeen, sessions }).map(({ at }) =>
        Math.floor((at - start) / minuteMs),
      )
    }
    expect(share([])).toEqual([])
    // Sixty in the hour until noon, and none since: at twenty past there are too few left to say anything.
    expect(share(Array.from({ length: 60 }, () => 1))).toEqual([0, 5])
    expect(share(Array.from({ length: 120 }, () => 1))).toEqual([0, 5, 20, 40])
    expect(share(Array.from({ length: 120 }, () => 100))).toEqual([])
  })

  it('ALR-32 compares and reminds as the digest does', () => {
    const percent = { kind: 'event-count', value: 50, interval: '1h', comparedTo: '5m' } as const
    expect(minutes({ conditions: [percent] })).toEqual([20])
    expect(minutes({ conditions: [{ kind: 'new-issue' }], realertEvery: 5, frequencyMinutes: 0 })).toEqual([
      5, 5, 5,
    ])
  })
})
