import { minuteOf } from '../../domain/instant.ts'
import type { SeenSession, SessionCount, SessionPlan } from '../../domain/session-count.ts'
import {
  sessionKey,
  sessionStates,
  type SessionAggregate,
  type SessionReport,
  type SessionState,
  type SessionUpdate,
} from '../../domain/session-report.ts'

const { errored, crashed } = sessionStates

type Amounts = Pick<SessionCount, 'started' | 'errored' | 'crashed'>

/**
 * Returns what reports add to the sessions of their projects, given what is known of sessions with an id. Such a session
 * counts with the first update that is seen of it, and again only for what got worse; one whose first update cannot
 * have been seen (`init: false`, and nothing is known of it) counts for nothing.
 */
export function foldSessions(
  reports: readonly SessionReport[],
  known: ReadonlyMap<string, SessionState>,
): SessionPlan {
  const counts = new Map<string, SessionCount>()
  const seen = new Map<string, SeenSession>()
  for (const report of reports) {
    const added = report.kind === 'aggregate' ? report : addUpdate(report, known, seen)
    if (added) addTo(counts, report, added)
  }
  return { counts: [...counts.values()], seen: [...seen.values()] }
}

function addUpdate(
  update: SessionUpdate,
  known: ReadonlyMap<string, SessionState>,
  seen: Map<string, SeenSession>,
): Amounts | undefined {
  const { projectId, sid, startedAt, state } = update
  const key = sessionKey(update)
  const before = seen.get(key)?.state ?? known.get(key)
  if (before === undefined && update.isLater) return undefined
  if (before !== undefined && before >= state) return undefined
  seen.set(key, { projectId, sid, at: startedAt, state })
  return {
    started: before === undefined ? 1 : 0,
    errored: state >= errored && (before ?? 0) < errored ? 1 : 0,
    crashed: state === crashed ? 1 : 0,
  }
}

function addTo(
  counts: Map<string, SessionCount>,
  { projectId, startedAt, environment, release }: SessionUpdate | SessionAggregate,
  added: Amounts,
): void {
  const minute = minuteOf(startedAt)
  // A newline is unlawful in both names.
  const key = [projectId, minute, environment ?? '', release ?? ''].join('\n')
  const sum = counts.get(key) ?? {
    projectId,
    minute,
    environment,
    release,
    started: 0,
    errored: 0,
    crashed: 0,
  }
  counts.set(key, {
    ...sum,
    started: sum.started + added.started,
    errored: sum.errored + added.errored,
    crashed: sum.crashed + added.crashed,
  })
}
