import type { Instant } from '../../domain/instant.ts'
import type { ProjectScope } from '../../ports/commands.ts'
import type { IssueCounts, IssueQuery, ReadModels } from '../../ports/read-models.ts'
import type { PageContext } from '../context.ts'
import { type IssueItem, issueItemOf } from './issue-item.ts'
import { type ListRequest, parseListRequest, projectsShown, withTerm } from './list-request.ts'

/** An issue of the list with its last day. */
export interface ListItem extends IssueItem {
  /** Events an hour over the last 24 hours, oldest first. */
  readonly trend: readonly number[]
}

/** What the issue list shows: the page and its JSON are made from it. */
export interface ListModel {
  readonly request: ListRequest
  readonly items: readonly ListItem[]
  readonly counts: IssueCounts
  readonly next?: string | undefined
  readonly previous?: string | undefined
  /** Why the list is empty; absent when it is not. */
  readonly empty?: EmptyReason | undefined
  readonly projects: readonly { readonly slug: string; readonly name: string }[]
  readonly environments: readonly string[]
  readonly releases: readonly string[]
}

/** Why there is nothing to see, so that silence can be told from breakage. */
export type EmptyReason =
  | { readonly kind: 'no-event-ever' }
  | { readonly kind: 'all-clear'; readonly lastSeen: Instant }
  | { readonly kind: 'no-match'; readonly elsewhere: number }
  | { readonly kind: 'no-project' }

/** Issues on one page, and hours of the trend. */
const pageSize = 50
const trendHours = 24
/** Names offered in each filter. */
const choices = 20

/** Reads what the list shows. Every question carries the scope of the projects shown. */
export async function readListModel(ctx: PageContext): Promise<ListModel> {
  const { reads } = ctx.deps
  const request = parseListRequest(ctx.query)
  const scope = projectsShown(ctx.projects, request.project).map(({ id }) => id)
  const query = issueQuery(request, scope, ctx.now)
  const [page, counts, environments, releases] = await Promise.all([
    reads.issues(query),
    reads.issueCounts(scope),
    reads.environments(scope),
    reads.releases(scope),
  ])
  const issueIds = page.rows.map(({ id }) => id)
  const trends = await reads.trends(scope, { issueIds, now: ctx.now, hours: trendHours })
  return {
    request,
    items: page.rows.map((row) => ({ ...issueItemOf(row, ctx.now), trend: trends.get(row.id) ?? [] })),
    counts,
    next: page.next,
    previous: page.previous,
    empty: page.rows.length > 0 ? undefined : await whyEmpty(reads, query, counts),
    projects: ctx.projects.map(({ slug, name }) => ({ slug, name })),
    environments: environments.slice(0, choices),
    releases: releases.slice(0, choices),
  }
}

function issueQuery({ search, sort, cursor }: ListRequest, scope: ProjectScope, now: Instant): IssueQuery {
  return {
    scope,
    status: search.status,
    substatus: search.substatus,
    levels: search.levels.length > 0 ? search.levels : undefined,
    environment: search.environment,
    release: search.release,
    words: search.words,
    sort,
    limit: pageSize,
    cursor,
    now,
  }
}

async function whyEmpty(reads: ReadModels, query: IssueQuery, counts: IssueCounts): Promise<EmptyReason> {
  if (query.scope.length === 0) return { kind: 'no-project' }
  const all = { scope: query.scope, sort: 'last-seen', limit: 1, now: query.now } as const
  const newest = (await reads.issues(all)).rows[0]
  if (!newest) return { kind: 'no-event-ever' }
  const filtered = query.levels ?? query.environment ?? query.release ?? query.substatus
  if (
    query.status === 'unresolved' &&
    filtered === undefined &&
    query.words?.length === 0 &&
    counts.unresolved === 0
  ) {
    return { kind: 'all-clear', lastSeen: newest.lastSeen }
  }
  if (query.environment === undefined) return { kind: 'no-match', elsewhere: 0 }
  const elsewhere = await reads.issues({ ...query, environment: undefined, cursor: undefined })
  return { kind: 'no-match', elsewhere: elsewhere.rows.length }
}

/** Returns the search text without its environment: where `elsewhere` issues are found. */
export function textElsewhere(text: string): string {
  return withTerm(text, 'environment', undefined)
}
