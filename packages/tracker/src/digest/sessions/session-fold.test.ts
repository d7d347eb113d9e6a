import { describe, expect, it } from 'vitest'
import { minuteMs } from '../../domain/instant.ts'
import type { SessionState, SessionUpdate } from '../../domain/session-report.ts'
import { foldSessions } from './session-fold.ts'

const minute = Date.UTC(2026, 10, 29, 12)
const sid = 'a'.repeat(32)

function update(more: Partial<SessionUpdate> = {}): SessionUpdate {
  return {
    kind: 'update',
    projectId: 1,
    startedAt: minute + 7000,
    environment: 'production',
    release: 'shop@1',
    sid,
    isLater: false,
    state: 0,
    ...more,
  }
}

function fold(
  updates: readonly SessionUpdate[],
  known: readonly (readonly [string, SessionState])[] = [],
): readonly (readonly [started: number, errored: number, crashed: number])[] {
  const { counts } = foldSessions(updates, new Map(known))
  return counts.map(({ started, errored, crashed }) => [started, errored, crashed])
}

describe('foldSessions()', () => {
  it('SES-3 counts a session once, however many updates of it come', () => {
    expect(fold([update(), update(), update({ isLater: true })])).toEqual([[1, 0, 0]])
    expect(fold([update({ sid: 'b'.repeat(32) }), update()])).toEqual([[2, 0, 0]])
  })

  it('SES-3 does not count an update of a session that was seen before', () => {
    expect(fold([update(), update({ isLater: true })], [[`1:${sid}`, 0]])).toEqual([])
    expect(fold([update()], [[`2:${sid}`, 0]])).toEqual([[1, 0, 0]])
  })

  it('SES-3 counts nothing for a later update of a session that nobody saw begin', () => {
    expect(fold([update({ isLater: true, state: 2 })])).toEqual([])
  })

  it('SES-4 counts an error and a crash of a session once each, at the minute in which it began', () => {
    expect(fold([update(), update({ isLater: true, state: 1 })])).toEqual([[1, 1, 0]])
    expect(fold([update({ state: 2 }), update({ state: 2 }), update({ state: 1 })])).toEqual([[1, 1, 1]])
    expect(fold([update({ isLater: true, state: 2 })], [[`1:${sid}`, 0]])).toEqual([[0, 1, 1]])
    expect(fold([update({ isLater: true, state: 2 })], [[`1:${sid}`, 1]])).toEqual([[0, 0, 1]])
    expect(fold([update({ isLater: true, state: 2 })], [[`1:${sid}`, 2]])).toEqual([])
  })

  it('SES-4 keeps minutes, environments, releases and projects apart', () => {
    const others = [
      { startedAt: minute + minuteMs },
      { environment: undefined },
      { release: 'shop@2' },
      { projectId: 2 },
    ].map((more, n) => update({ ...more, sid: String(n).repeat(32) }))
    const { counts, seen } = foldSessions([update(), ...others], new Map())
    expect(counts).toHaveLength(5)
    expect(counts.map((count) => count.minute)).toContain(minute + minuteMs)
    expect(seen).toHaveLength(5)
  })

  it('SES-1 adds up aggregates, which name no session', () => {
    const { kind: _, sid: __, isLater: ___, state: ____, ...origin } = update()
    const aggregate = { kind: 'aggregate', ...origin, started: 10, errored: 3, crashed: 1 } as const
    expect(foldSessions([aggregate, aggregate], new Map())).toEqual({
      counts: [
        {
          projectId: 1,
          minute,
          environment: 'production',
          release: 'shop@1',
          started: 20,
          errored: 6,
          crashed: 2,
        },
      ],
      seen: [],
    })
  })
})
