import { sql, type Expression, type SqlBool } from 'kysely'
import { newForMs, shortIdOf } from '../../../domain/issue.ts'
import type { IssueQuery, IssueRow, IssueSort } from '../../../ports/read-models.ts'
import type { Row } from '../event-row.ts'
import { toIssue } from '../issue-row.ts'

/** The columns that lists are ordered by, newest or largest first; the issue's id breaks ties. */
export const sortColumns: Readonly<Record<IssueSort, 'last_seen' | 'first_seen' | 'count' | 'user_count'>> = {
  'last-seen': 'last_seen',
  'first-seen': 'first_seen',
  events: 'count',
  users: 'user_count',
}

/** At most this many words of a search are looked for. */
const maxWords = 8

/** Returns the conditions of a query on the table `issues`, scope first. */
export function conditionsOf(query: IssueQuery): readonly Expression<SqlBool>[] {
  const conditions: Expression<SqlBool>[] = [sql`issues.project_id in (${sql.join([...query.scope])})`]
  if (query.status !== undefined) conditions.push(sql`issues.status = ${query.status}`)
  if (query.substatus !== undefined)
    conditions.push(...substatusConditions(query.substatus, query.now - newForMs))
  if (query.levels !== undefined) conditions.push(sql`issues.level in (${sql.join([...query.levels])})`)
  if (query.environment !== undefined) conditions.push(hasTag('environment', query.environment))
  if (query.release !== undefined) conditions.push(hasTag('release', query.release))
  for (const word of (query.words ?? []).slice(0, maxWords)) {
    conditions.push(sql`instr(issues.search_text, ${word.toLowerCase()}) > 0`)
  }
  return conditions
}

/** Returns the issue of a row of `issues` joined with its project's slug. */
export function toIssueRow(row: Row): IssueRow {
  const issue = toIssue(row)
  const projectSlug = String(row['slug'])
  return {
    ...issue,
    projectSlug,
    shortId: shortIdOf(projectSlug, issue.number),
    userCount: Number(row['user_count']),
  }
}

/** `new` fades to `ongoing` with age, without a job that rewrites rows (see `substatusAt`). */
function substatusConditions(
  substatus: NonNullable<IssueQuery['substatus']>,
  newSince: number,
): readonly Expression<SqlBool>[] {
  const open = sql<SqlBool>`issues.status = 'unresolved'`
  switch (substatus) {
    case 'new':
      return [open, sql`issues.substatus = 'new'`, sql`issues.first_seen >= ${newSince}`]
    case 'regressed':
      return [open, sql`issues.substatus = 'regressed'`]
    case 'ongoing':
      return [
        open,
        sql`(issues.substatus = 'ongoing' or (issues.substatus = 'new' and issues.first_seen < ${newSince}))`,
      ]
  }
}

function hasTag(key: string, value: string): Expression<SqlBool> {
  return sql`exists (select 1 from issue_tags t where t.issue_id = issues.id and t.key = ${key} and t.value = ${value})`
}
