import { dayMs, hourOf, type Instant } from '../../../domain/instant.ts'
import { shortIdOf } from '../../../domain/issue.ts'
import type { WeekOfProject } from '../../../ports/alert-reads.ts'
import type { ReadContext } from './read-context.ts'

const weekMs = 7 * dayMs

/** Returns the week of each project but the internal one. */
export async function readWeeks(context: ReadContext, until: Instant): Promise<readonly WeekOfProject[]> {
  const projects = context.kysely.selectFrom('projects').select(['id', 'slug', 'name'])
  const rows = await projects.where('internal', '=', 0).orderBy('id').limit(100).execute()
  return Promise.all(rows.map((project) => readWeek(context, project, until)))
}

interface ProjectRow {
  readonly id: number
  readonly slug: string
  readonly name: string
}

async function readWeek(
  { kysely }: ReadContext,
  { id, slug, name }: ProjectRow,
  until: Instant,
): Promise<WeekOfProject> {
  const since = hourOf(until - weekMs)
  const eventsBetween = async (from: Instant, to: Instant): Promise<number> => {
    const query = kysely
      .selectFrom('project_hours')
      .select((row) => row.fn.sum<number>('count').as('events'))
      .where('project_id', '=', id)
    const row = await query.where('hour', '>=', from).where('hour', '<', to).executeTakeFirst()
    return row?.events ?? 0
  }
  const issues = kysely
    .selectFrom('issues')
    .select((row) => row.fn.countAll<number>().as('count'))
    .where('project_id', '=', id)
  const [events, eventsBefore, fresh, open, loudest] = await Promise.all([
    eventsBetween(since, until),
    eventsBetween(since - weekMs, since),
    issues.where('first_seen', '>=', since).executeTakeFirst(),
    issues.where('status', '=', 'unresolved').executeTakeFirst(),
    kysely
      .selectFrom('issue_hours')
      .innerJoin('issues', 'issues.id', 'issue_hours.issue_id')
      .select((row) => ['number', 'title', row.fn.sum<number>('issue_hours.count').as('events')])
      .where('project_id', '=', id)
      .where('hour', '>=', since)
      .groupBy('issues.id')
      .orderBy('events', 'desc')
      .limit(5)
      .execute(),
  ])
  return {
    projectName: name,
    events,
    eventsBefore,
    newIssues: fresh?.count ?? 0,
    open: open?.count ?? 0,
    loudest: loudest.map((row) => ({
      shortId: shortIdOf(slug, row.number),
      title: row.title,
      events: row.events,
    })),
  }
}
