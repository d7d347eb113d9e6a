import { dayMs, dayOf, type Instant } from '../../../domain/instant.ts'
import type { WindowSpan, WindowStore } from '../../../ports/window-store.ts'
import type { Row } from '../event-row.ts'
import type { ReadContext } from './read-context.ts'

/** Users told apart in one answer. */
const maxUsers = 100_000

/** Releases remembered of a project, the newest ones. */
const maxReleases = 1000

/** Returns what alert rules count over, read from the day files; from counters where a day is old and they suffice. */
export function createWindowReads(context: ReadContext): Omit<WindowStore, 'sessionMinutes'> {
  return {
    async eventTimes(span) {
      const entries: { readonly at: Instant; readonly count: number }[] = []
      for (const { day, isCounted } of daysOf(context, span)) {
        const rows =
          isCounted && span.environment === undefined
            ? hoursOf(context, span, day)
            : rowsOf(context, span, {
                day,
                select: 'min(received) AS at, count(*) AS count',
                rest: `GROUP BY received / ${Math.max(1, Math.trunc(span.stepMs))} ORDER BY 1`,
              })
        for (const row of rows) entries.push({ at: Number(row['at']), count: Number(row['count']) })
      }
      return entries
    },
    async userTimes(span) {
      const users = new Map<string, Instant>()
      for (const { day } of daysOf(context, span)) {
        const rows = rowsOf(context, span, {
          day,
          select: 'user_key, max(received) AS at',
          rest: `AND user_key IS NOT NULL GROUP BY user_key ORDER BY 2 LIMIT ${maxUsers}`,
        })
        for (const row of rows) {
          const user = String(row['user_key'])
          users.delete(user)
          users.set(user, Number(row['at']))
        }
      }
      return [...users].slice(-maxUsers).map(([user, at]) => ({ user, at }))
    },
    async seenInEnvironment(issueId, environment) {
      const counted = context.db
        .prepare(`SELECT 1 FROM issue_tags WHERE issue_id = ? AND key = 'environment' AND value = ?`)
        .get(issueId, environment)
      if (counted) return true
      // Counters lag by up to a window; what they do not know yet lies on the two newest days.
      return context.days
        .list()
        .slice(0, 2)
        .some((day) => {
          const sql = 'SELECT 1 FROM events WHERE issue_id = ? AND environment = ? LIMIT 1'
          return context.days.all(day, sql, issueId, environment).length > 0
        })
    },
    ...createProjectReads(context),
  }
}

/** The days of a span, oldest first. Counters are complete for all days but the two newest. */
function daysOf(
  { days }: ReadContext,
  { after, until }: WindowSpan,
): readonly { readonly day: string; readonly isCounted: boolean }[] {
  const [from, to] = [dayOf(Math.max(0, after)), until > 8.64e15 ? '9999' : dayOf(until)]
  return days
    .list()
    .map((day, index) => ({ day, isCounted: index > 1 && from < day && day < to }))
    .filter(({ day }) => day >= from && day <= to)
    .toReversed()
}

interface RowQuery {
  readonly day: string
  readonly select: string
  readonly rest: string
}

function rowsOf({ days }: ReadContext, span: WindowSpan, { day, select, rest }: RowQuery): readonly Row[] {
  const { issueId, environment, after, until } = span
  const bound = `SELECT ${select} FROM events WHERE issue_id = ? AND received > ? AND received <= ?`
  return environment === undefined
    ? days.all(day, `${bound} ${rest}`, issueId, after, until)
    : days.all(day, `${bound} AND environment = ? ${rest}`, issueId, after, until, environment)
}

function hoursOf({ db }: ReadContext, { issueId }: WindowSpan, day: string): readonly Row[] {
  const start = Date.parse(`${day}T00:00:00Z`)
  return db
    .prepare(
      'SELECT hour AS at, count FROM issue_hours WHERE issue_id = ? AND hour >= ? AND hour < ? ORDER BY 1',
    )
    .all(issueId, start, start + dayMs)
}

/** What rules ask about a project as a whole. */
function createProjectReads({ db }: ReadContext): Pick<WindowStore, 'lastEventAt' | 'releases'> {
  return {
    async lastEventAt(projectId, environment) {
      // Asked by status, since that is how the index begins.
      const ofIssues = `SELECT max(last_seen) AS at FROM (SELECT max(last_seen) AS last_seen FROM issues
        WHERE project_id = ?1 AND status = 'unresolved' UNION ALL SELECT max(last_seen) FROM issues
        WHERE project_id = ?1 AND status = 'resolved' UNION ALL SELECT max(last_seen) FROM issues
        WHERE project_id = ?1 AND status = 'ignored')`
      const ofTag = `SELECT last_seen AS at FROM project_tags WHERE project_id = ? AND key = 'environment' AND value = ?`
      const row =
        environment === undefined
          ? db.prepare(ofIssues).get(projectId)
          : db.prepare(ofTag).get(projectId, environment)
      return typeof row?.['at'] === 'number' ? row['at'] : undefined
    },
    async releases(projectId) {
      const sql = `SELECT value FROM project_tags WHERE project_id = ? AND key = 'release'
        ORDER BY first_seen DESC, last_seen DESC LIMIT ${maxReleases}`
      return db
        .prepare(sql)
        .all(projectId)
        .map((row) => String(row['value']))
        .toReversed()
    },
  }
}
