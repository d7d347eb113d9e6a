import { dayOf, type Instant } from '../../../domain/instant.ts'
import type { EventRow, ReadModels } from '../../../ports/read-models.ts'
import { toEventRow } from '../event-row.ts'
import type { ReadContext } from './read-context.ts'

/** Events tried on one rule at most. */
const maxEvents = 100_000

/** Returns the question for events to try alert rules on. Titles that are the issue's are left empty. */
export function createPastReads({ db, days }: ReadContext): Pick<ReadModels, 'pastEvents'> {
  return {
    async pastEvents(scope, { projectId, since, limit }) {
      const most = Math.min(Math.max(Math.trunc(limit), 1), maxEvents)
      const newest: EventRow[] = []
      for (const day of scope.includes(projectId) ? days.list() : []) {
        if (day < dayOf(since) || newest.length > most) break
        const sql = 'SELECT * FROM events WHERE project_id = ? AND received > ? ORDER BY seq DESC LIMIT ?'
        for (const row of days.all(day, sql, projectId, since, most + 1 - newest.length))
          newest.push(toEventRow(row, ''))
      }
      const firstSeen = new Map<number, Instant>()
      const ofIssue = db.prepare('SELECT first_seen FROM issues WHERE id = ?')
      for (const { issueId } of newest) {
        if (!firstSeen.has(issueId)) firstSeen.set(issueId, Number(ofIssue.get(issueId)?.['first_seen'] ?? 0))
      }
      return { events: newest.slice(0, most).toReversed(), firstSeen, isComplete: newest.length <= most }
    },
  }
}
