import { describe, expect, it } from 'vitest'
import { dayMs, hourMs, minuteMs } from '../../domain/instant.ts'
import type { Json } from '../../domain/json.ts'
import { readAggregates, readSession } from './read-session.ts'

const received = Date.UTC(2026, 10, 29, 12, 0, 30)
const arrival = { projectId: 1, received }
const at = (ms: number): string => new Date(ms).toISOString()
const sid = '0123456789abcdef0123456789abcdef'
const attrs = { release: 'shop@1.2.3', environment: 'production' }

describe('readSession()', () => {
  const session = { sid, init: true, started: at(received - 5000), status: 'ok', errors: 0, attrs }

  it('SES-1 reads one update', () => {
    expect(readSession(session, arrival)).toEqual({
      kind: 'update',
      projectId: 1,
      startedAt: received - 5000,
      release: 'shop@1.2.3',
      environment: 'production',
      sid,
      isLater: false,
      state: 0,
    })
  })

  it.each([
    [{ status: 'exited' }, { state: 0 }],
    [{ errors: 2 }, { state: 1 }],
    [{ status: 'errored' }, { state: 1 }],
    [{ status: 'unhandled', errors: 1 }, { state: 1 }],
    [{ status: 'abnormal' }, { state: 1 }],
    [{ status: 'crashed', errors: 1 }, { state: 2 }],
    [{ init: false }, { isLater: true }],
    [{ init: undefined }, { isLater: false }],
    [{ sid: '01234567-89ab-cdef-0123-456789abcdef' }, { sid }],
    [
      { started: undefined, status: undefined, errors: undefined },
      { startedAt: received, state: 0 },
    ],
    [{ started: (received - 2000) / 1000 }, { startedAt: received - 2000 }],
    [{ started: at(received + hourMs) }, { startedAt: received }],
    [{ attrs: undefined }, { sid }],
    [{ attrs: { environment: 'None', release: 'a/b' } }, { environment: undefined, release: undefined }],
  ] as const)('SES-1 %j', (more, expected) => {
    expect(readSession({ ...session, ...more } as unknown as Json, arrival)).toMatchObject(expected)
  })

  it.each([
    [{ sid: 'nonsense' }, 'invalid-event'],
    [{ sid: undefined }, 'invalid-event'],
    [{ status: 'splendid' }, 'invalid-event'],
    [{ errors: -1 }, 'invalid-event'],
    [{ errors: 1.5 }, 'invalid-event'],
    [{ errors: '1' }, 'invalid-event'],
    [{ errors: 1e300 }, 'invalid-event'],
    [{ started: 'yesterday' }, 'invalid-event'],
    [{ started: at(received - 5 * dayMs - 1) }, 'retention'],
  ] as const)('SES-2 %j is left out as %s', (more, reason) => {
    expect(readSession({ ...session, ...more } as unknown as Json, arrival)).toBe(reason)
  })

  it('SES-2 corrects a clock that is far off, as for events', () => {
    const sentAt = received - 3 * hourMs
    const sent = { ...session, started: at(sentAt - 5000) }
    expect(readSession(sent, { ...arrival, sentAt })).toMatchObject({ startedAt: received - 5000 })
  })

  it.each([null, 1, 'x', [], [session]])('SES-2 %j is no session', (sent) => {
    expect(readSession(sent, arrival)).toBe('invalid-event')
  })
})

describe('readAggregates()', () => {
  const line = { started: at(received - minuteMs), exited: 7, errored: 2, crashed: 1 }

  it('SES-1 reads counts by the minute', () => {
    expect(readAggregates({ aggregates: [line, { ...line, abnormal: 5 }], attrs }, arrival)).toEqual({
      reports: [
        {
          kind: 'aggregate',
          projectId: 1,
          startedAt: received - minuteMs,
          started: 10,
          errored: 3,
          crashed: 1,
          ...attrs,
        },
        {
          kind: 'aggregate',
          projectId: 1,
          startedAt: received - minuteMs,
          started: 15,
          errored: 8,
          crashed: 1,
          ...attrs,
        },
      ],
      losses: [],
    })
    expect(readAggregates({ aggregates: [{ exited: 3 }] }, arrival).reports).toMatchObject([
      { started: 3, errored: 0, crashed: 0, startedAt: received },
    ])
    expect(readAggregates({ aggregates: [] }, arrival)).toEqual({ reports: [], losses: [] })
  })

  it.each([
    ['negative', { exited: -1 }],
    ['a fraction', { crashed: 0.5 }],
    ['a text', { errored: '3' }],
    ['too many', { exited: 10_000_001 }],
    ['too many together', { exited: 9_000_000, errored: 9_000_000 }],
    ['without a time', { started: 'soon' }],
    ['no object', undefined],
  ])('SES-2 leaves out what is %s, and keeps the others', (_, more) => {
    const bad = more === undefined ? 7 : { ...line, ...more }
    const { reports, losses } = readAggregates({ aggregates: [bad, line], attrs } as Json, arrival)
    expect([reports.length, losses]).toEqual([1, ['invalid-event']])
  })

  it('SES-2 takes a hundred, and counts the others as lost', () => {
    const { reports, losses } = readAggregates({ aggregates: Array(103).fill(line) }, arrival)
    expect([reports.length, losses]).toEqual([100, Array(3).fill('too-large')])
  })

  it.each([null, {}, { aggregates: {} }, []])('SES-2 %j has no aggregates', (sent) => {
    expect(readAggregates(sent, arrival)).toEqual({ reports: [], losses: ['invalid-event'] })
  })
})
