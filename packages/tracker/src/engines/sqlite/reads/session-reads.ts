import { hourOf } from '../../../domain/instant.ts'
import type { SessionReads } from '../../../ports/session-reads.ts'
import type { SessionSpan, WindowStore } from '../../../ports/window-store.ts'
import type { ReadContext } from './read-context.ts'

/** Rows of the list of releases, those with most sessions. */
const maxReleases = 500

/** Returns what alert rules ask about sessions. */
export function createSessionWindows({ db }: ReadContext): Pick<WindowStore, 'sessionMinutes'> {
  return {
    async sessionMinutes({ projectId, environment, after }: SessionSpan) {
      const all =
        'SELECT minute, sum(started) AS started FROM app_session_minutes WHERE project_id = ? AND minute > ?'
      const byMinute = 'GROUP BY minute ORDER BY minute'
      const rows =
        environment === undefined
          ? db.prepare(`${all} ${byMinute}`).all(projectId, after)
          : db.prepare(`${all} AND environment = ? ${byMinute}`).all(projectId, after, environment)
      return rows.map((row) => ({ minute: Number(row['minute']), started: Number(row['started']) }))
    },
  }
}

/** Returns the questions that pages and API ask about sessions. */
export function createSessionReads(context: ReadContext): SessionReads {
  const { sessionMinutes } = createSessionWindows(context)
  return {
    sessionMinutes: async (scope, span) => (scope.includes(span.projectId) ? sessionMinutes(span) : []),
    async sessionsOfReleases(scope, since) {
      const rows = await context.kysely
        .selectFrom('app_session_hours')
        .select((row) => [
          'project_id',
          'release',
          row.fn.sum<number>('started').as('started'),
          row.fn.sum<number>('errored').as('errored'),
          row.fn.sum<number>('crashed').as('crashed'),
        ])
        .where('project_id', 'in', [...scope])
        .where('hour', '>=', hourOf(since))
        .groupBy(['project_id', 'release'])
        .orderBy('started', 'desc')
        .limit(maxReleases)
        .execute()
      return rows.map(({ project_id, release, started, errored, crashed }) => ({
        projectId: project_id,
        release: release === '' ? undefined : release,
        started,
        errored,
        crashed,
      }))
    },
  }
}
