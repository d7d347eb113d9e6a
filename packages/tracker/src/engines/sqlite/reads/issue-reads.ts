import { sql } from 'kysely'
import { hourMs, hourOf, type Instant } from '../../../domain/instant.ts'
import { newForMs } from '../../../domain/issue.ts'
import type { IssueQuery, IssueRow, IssueSort, ReadModels } from '../../../ports/read-models.ts'
import type { ProjectScope } from '../../../ports/commands.ts'
import { decodeCursor, toPage, type PageCursor } from '../page-cursor.ts'
import { conditionsOf, sortColumns, toIssueRow } from './issue-query.ts'
import type { ReadContext } from './read-context.ts'

type IssueReads = Pick<ReadModels, 'issues' | 'issueById' | 'issueByNumber' | 'issueCounts' | 'trends'>

/** Buckets of a trend: 90 days. */
const maxTrendHours = 90 * 24

/** Returns the questions about issues. */
export function createIssueReads(context: ReadContext): IssueReads {
  const { kysely } = context
  const joined = kysely
    .selectFrom('issues')
    .innerJoin('projects', 'projects.id', 'issues.project_id')
    .leftJoin('issue_groupings', 'issue_groupings.issue_id', 'issues.id')
    .selectAll('issues')
    .select(['slug', 'tree'])

  async function one(
    scope: ProjectScope,
    where: { readonly id: number } | { readonly projectId: number; readonly number: number },
  ): Promise<IssueRow | undefined> {
    const scoped = joined.where('project_id', 'in', [...scope])
    const query =
      'id' in where
        ? scoped.where('issues.id', '=', where.id)
        : scoped.where('project_id', '=', where.projectId).where('number', '=', where.number)
    const row = await query.executeTakeFirst()
    return row && { ...toIssueRow({ ...row }), grouping: row.tree ?? undefined }
  }

  return {
    issues: (query) => listIssues(context, query),
    issueById: (scope, id) => one(scope, { id }),
    issueByNumber: (scope, projectId, number) => one(scope, { projectId, number }),
    issueCounts: (scope) => countIssues(context, scope),
    trends: (scope, input) => readTrends(context, scope, input),
  }
}

/**
 * Each project is asked by itself and the answers are merged: the index that gives an order begins with the project,
 * and sorting all issues of several projects takes a hundred times as long.
 */
async function listIssues(context: ReadContext, query: IssueQuery): ReturnType<ReadModels['issues']> {
  const limit = Math.min(Math.max(Math.trunc(query.limit) || 1, 1), 100)
  const column = sortColumns[query.sort]
  const cursor = decodeCursor(query.cursor, query.sort)
  const rows: SortedRow[] = []
  for (const projectId of query.scope) {
    rows.push(
      ...(await listProject(context, { ...query, scope: [projectId] }, { column, cursor, limit: limit + 1 })),
    )
  }
  const sign = cursor?.direction === 'previous' ? 1 : -1
  rows.sort((a, b) => sign * (a[column] - b[column] || a.id - b.id))
  const page = toPage(rows, { order: query.sort, limit, cursor, placeOf: (row) => [row[column], row.id] })
  return { ...page, rows: page.rows.map((row) => toIssueRow({ ...row })) }
}

type SortedRow = Awaited<ReturnType<typeof listProject>>[number]

interface Order {
  readonly column: (typeof sortColumns)[IssueSort]
  readonly cursor: PageCursor | undefined
  readonly limit: number
}

function listProject({ kysely }: ReadContext, query: IssueQuery, { column, cursor, limit }: Order) {
  const back = cursor?.direction === 'previous'
  let select = kysely
    .selectFrom('issues')
    .innerJoin('projects', 'projects.id', 'issues.project_id')
    .selectAll('issues')
    .select('slug')
  for (const condition of conditionsOf(query)) select = select.where(condition)
  if (cursor) {
    const place = sql`(${sql.ref(`issues.${column}`)}, issues.id)`
    select = select.where(
      sql<boolean>`${place} ${sql.raw(back ? '>' : '<')} (${cursor.at[0]}, ${cursor.at[1]})`,
    )
  }
  const direction = back ? 'asc' : 'desc'
  return select.orderBy(`issues.${column}`, direction).orderBy('issues.id', direction).limit(limit).execute()
}

async function countIssues(
  { kysely, clock }: ReadContext,
  scope: ProjectScope,
): ReturnType<ReadModels['issueCounts']> {
  const scoped = kysely.selectFrom('issues').where('project_id', 'in', [...scope])
  const byStatus = await scoped
    .select((row) => ['status', row.fn.countAll<number>().as('count')])
    .groupBy('status')
    .execute()
  const statuses = new Map(byStatus.map(({ status, count }) => [status, count]))
  // Literals, so that the partial indexes of these two fit.
  const open = scoped
    .where(sql<boolean>`status = 'unresolved'`)
    .select((row) => row.fn.countAll<number>().as('count'))
  const fresh = await open
    .where(sql<boolean>`substatus = 'new'`)
    .where('first_seen', '>=', clock() - newForMs)
    .executeTakeFirst()
  const regressed = await open.where(sql<boolean>`substatus = 'regressed'`).executeTakeFirst()
  return {
    unresolved: statuses.get('unresolved') ?? 0,
    new: fresh?.count ?? 0,
    regressed: regressed?.count ?? 0,
    ignored: statuses.get('ignored') ?? 0,
    resolved: statuses.get('resolved') ?? 0,
  }
}

interface TrendInput {
  readonly issueIds: readonly number[]
  readonly now: Instant
  readonly hours: number
}

async function readTrends(
  { kysely }: ReadContext,
  scope: ProjectScope,
  input: TrendInput,
): ReturnType<ReadModels['trends']> {
  const hours = Math.min(Math.max(Math.trunc(input.hours) || 1, 1), maxTrendHours)
  const from = hourOf(input.now) - (hours - 1) * hourMs
  const rows = await kysely
    .selectFrom('issues')
    .leftJoin('issue_hours', (join) =>
      join.onRef('issue_hours.issue_id', '=', 'issues.id').on('hour', '>=', from),
    )
    .select(['issues.id', 'hour', 'issue_hours.count'])
    .where('issues.id', 'in', input.issueIds.slice(0, 200))
    .where('project_id', 'in', [...scope])
    .execute()
  const trends = new Map<number, number[]>()
  for (const { id, hour, count } of rows) {
    const buckets = trends.get(id) ?? Array.from({ length: hours }, () => 0)
    trends.set(id, buckets)
    const index = hour === null ? -1 : Math.round((hour - from) / hourMs)
    // Hours after `now` exist when the clock was put back; they count in the last bucket.
    if (index >= 0)
      buckets[Math.min(index, hours - 1)] = (buckets[Math.min(index, hours - 1)] ?? 0) + (count ?? 0)
  }
  return trends
}
