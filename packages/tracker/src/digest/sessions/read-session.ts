import { parseEventId, parseTimestamp } from '@culprit/wire'
import { dayMs, type Instant } from '../../domain/instant.ts'
import type { Json } from '../../domain/json.ts'
import {
  sessionStates,
  type SessionAggregate,
  type SessionState,
  type SessionUpdate,
} from '../../domain/session-report.ts'
import { limits } from '../limits.ts'
import { createNoteTaker } from '../normalise/note-taker.ts'
import { environmentOf, releaseOf } from '../normalise/release.ts'
import { isList, isObject, type Sent } from '../normalise/sent.ts'

/** Where and when a session item came in. */
export interface SessionArrival {
  readonly projectId: number
  readonly received: Instant
  /** When the client says it sent the envelope. */
  readonly sentAt?: Instant | undefined
}

/** Why a report was left out: it is none, or it lies too far back. */
export type SessionLoss = 'invalid-event' | 'retention'

/** What an item with aggregates holds. */
export interface SessionAggregates {
  readonly reports: readonly SessionAggregate[]
  /** One for each aggregate that was left out. */
  readonly losses: readonly (SessionLoss | 'too-large')[]
}

/** Protocol: sessions that began earlier are of no use to anybody; Relay refuses them too. */
const maxAgeMs = 5 * dayMs
/** Of one session; and of all sessions in one aggregate. What claims more is no count. */
const maxCount = 10_000_000

const states: ReadonlyMap<unknown, SessionState> = new Map<unknown, SessionState>([
  [undefined, sessionStates.healthy],
  ['ok', sessionStates.healthy],
  ['exited', sessionStates.healthy],
  ['errored', sessionStates.errored],
  ['unhandled', sessionStates.errored],
  ['abnormal', sessionStates.errored],
  ['crashed', sessionStates.crashed],
])

/**
 * Reads a `session` item: `{sid, init, started, status, errors, attrs: {environment, release}}`.
 * Source: https://develop.sentry.dev/sdk/telemetry/sessions/
 */
export function readSession(sent: Json, arrival: SessionArrival): SessionUpdate | SessionLoss {
  if (!isObject(sent)) return 'invalid-event'
  const sid = parseEventId(sent['sid'])
  const state = states.get(sent['status'] ?? undefined)
  const errors = countOf(sent['errors'])
  const startedAt = startOf(sent['started'], arrival)
  if (sid === undefined || state === undefined || errors === undefined) return 'invalid-event'
  if (typeof startedAt !== 'number') return startedAt
  return {
    kind: 'update',
    projectId: arrival.projectId,
    startedAt,
    ...attributesOf(sent['attrs']),
    sid,
    isLater: sent['init'] === false,
    state: errors > 0 && state === sessionStates.healthy ? sessionStates.errored : state,
  }
}

/** Reads a `sessions` item: `{aggregates: [{started, exited, errored, abnormal, crashed}], attrs}`. */
export function readAggregates(sent: Json, arrival: SessionArrival): SessionAggregates {
  const lines = isObject(sent) ? sent['aggregates'] : undefined
  if (!isObject(sent) || !isList(lines)) return { reports: [], losses: ['invalid-event'] }
  const attributes = attributesOf(sent['attrs'])
  const read = lines.slice(0, limits.sessionAggregates).map((line) => readAggregate(line, arrival))
  return {
    reports: read.flatMap((each) => (typeof each === 'string' ? [] : [{ ...each, ...attributes }])),
    losses: [
      ...read.filter((each) => typeof each === 'string'),
      ...lines.slice(limits.sessionAggregates).map(() => 'too-large' as const),
    ],
  }
}

function readAggregate(sent: Json, arrival: SessionArrival): SessionAggregate | SessionLoss {
  if (!isObject(sent)) return 'invalid-event'
  const startedAt = startOf(sent['started'], arrival)
  const healthy = countOf(sent['exited'])
  const crashed = countOf(sent['crashed'])
  const others = [sent['errored'], sent['unhandled'], sent['abnormal']].map(countOf)
  if (healthy === undefined || crashed === undefined) return 'invalid-event'
  let errored = crashed
  for (const count of others) {
    if (count === undefined) return 'invalid-event'
    errored += count
  }
  const started = healthy + errored
  if (started > maxCount) return 'invalid-event'
  if (typeof startedAt !== 'number') return startedAt
  return { kind: 'aggregate', projectId: arrival.projectId, startedAt, started, errored, crashed }
}

/** A whole number, 0 when absent; undefined when it is none. */
function countOf(sent: Sent): number | undefined {
  if (sent === undefined || sent === null) return 0
  if (typeof sent !== 'number' || !Number.isInteger(sent)) return undefined
  return sent >= 0 && sent <= maxCount ? sent : undefined
}

/**
 * The sender's clock is corrected as for events (protocol A11). What still lies in the future began just now; absent
 * means now.
 */
function startOf(sent: Sent, { received, sentAt }: SessionArrival): Instant | SessionLoss {
  if (sent === undefined || sent === null) return received
  const parsed = parseTimestamp(sent)
  if (parsed === undefined) return 'invalid-event'
  const drift = sentAt === undefined ? 0 : received - sentAt
  const shiftMs = Math.abs(drift) >= limits.minDriftMs ? drift : 0
  const startedAt = Math.min(Math.round(parsed + shiftMs), received)
  return startedAt < received - maxAgeMs ? 'retention' : startedAt
}

type Attributes = Pick<SessionUpdate, 'environment' | 'release'>

/** Names that are unlawful for events are left out here too, so that both sides of a share agree. */
function attributesOf(sent: Sent): Attributes {
  if (!isObject(sent)) return {}
  const notes = createNoteTaker()
  return {
    environment: environmentOf(sent['environment'], notes),
    release: releaseOf(sent['release'], notes),
  }
}
