import { eventKey, issueKey, type FingerprintedEvent, type KnownIssues } from '../../domain/digest-plan.ts'
import { dayMs, dayOf } from '../../domain/instant.ts'
import type { Issue } from '../../domain/issue.ts'
import type { SessionReport } from '../../domain/session-report.ts'
import { eventIdBytes } from './event-row.ts'
import { toIssue } from './issue-row.ts'
import type { WriterState } from './writer-state.ts'

/**
 * Prepares the look-up before a plan: issues by fingerprint (mostly from the cache), and which events are stored. An
 * event sent twice is found on its day and the day before; later doubles count as new, which bounds the search.
 */
export function prepareLookup(
  state: WriterState,
): (events: readonly FingerprintedEvent[], sessions: readonly SessionReport[]) => KnownIssues {
  const { db, issues } = state
  const select = db.prepare('SELECT * FROM issues WHERE project_id = ? AND hash = ? AND mechanism = ?')
  const nextId = db.prepare('SELECT coalesce(max(id), 0) + 1 AS next FROM issues')
  const nextNumber = db.prepare(
    'SELECT coalesce(max(number), 0) + 1 AS next FROM issues WHERE project_id = ?',
  )

  function find(key: string, event: FingerprintedEvent): Issue | undefined {
    const cached = issues.byKey(key)
    // Users are counted by the flush of counters, which does not come by here.
    if (cached && cached.snooze?.users === undefined) return cached
    const row = select.get(event.projectId, event.hash, event.mechanism)
    if (!row) return undefined
    const issue = toIssue(row)
    issues.put(issue)
    return issue
  }

  return (events, sessions) => {
    const found = new Map<string, Issue>()
    const numbers = new Map<number, number>()
    const asked = new Set<string>()
    for (const event of events) {
      const key = issueKey(event)
      if (asked.has(key)) continue
      asked.add(key)
      const issue = find(key, event)
      if (issue) found.set(key, issue)
      if (!numbers.has(event.projectId))
        numbers.set(event.projectId, Number(nextNumber.get(event.projectId)?.['next'] ?? 1))
    }
    const nextIssueId = Number(nextId.get()?.['next'] ?? 1)
    return {
      issues: found,
      stored: findStored(state, events),
      sessions: state.sessions.known(sessions),
      nextIssueId,
      nextNumbers: numbers,
    }
  }
}

function findStored(state: WriterState, events: readonly FingerprintedEvent[]): ReadonlySet<string> {
  const stored = new Set<string>()
  // Asked once for each day: on the first day of an installation the day before has no file.
  const missing = new Set<string>()
  for (const event of events) {
    const id = eventIdBytes(event.eventId)
    for (const day of [dayOf(event.received), dayOf(event.received - dayMs)]) {
      if (missing.has(day)) continue
      const file = state.days.find(day)
      if (!file) missing.add(day)
      else if (file.has(event.projectId, id)) stored.add(eventKey(event))
    }
  }
  return stored
}
