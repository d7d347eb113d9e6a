import * as v from 'valibot'
import type { AlertPeople } from '../domain/alert-people.ts'
import type { IssueStatus } from '../domain/issue.ts'
import type { ProjectScope } from '../ports/commands.ts'
import type { IssueRow, IssueSort } from '../ports/read-models.ts'
import { parseSearch } from '../query/search.ts'
import { requireIssue } from './access.ts'
import type { ApiCall } from './api-call.ts'
import { ApiError, apiJson } from './api-error.ts'
import { parseAssignee } from './assignee-json.ts'
import { issueJson, type IssueJson } from './issue-json.ts'
import { linkHeader, listRequest } from './list-page.ts'
import { parseSnooze } from './snooze-json.ts'

const trendHours = 24

/** Sentry's names for orders, and ours. */
const sorts: ReadonlyMap<string, IssueSort> = new Map([
  ['date', 'last-seen'],
  ['new', 'first-seen'],
  ['freq', 'events'],
  ['user', 'users'],
])

/** Lists issues of the projects in `scope`. An absent `query` means `is:unresolved`, an empty one all. */
export async function listIssues(call: ApiCall, scope: ProjectScope): Promise<Response> {
  const { deps, url, now } = call
  const search = parseSearch(url.searchParams.get('query') ?? 'is:unresolved')
  const [problem] = search.problems
  if (problem !== undefined) throw new ApiError(400, problem)
  const { limit, cursor } = listRequest(url.searchParams)
  const page = await deps.reads.issues({
    scope,
    status: search.status,
    substatus: search.substatus,
    levels: search.levels.length > 0 ? search.levels : undefined,
    environment: search.environment ?? url.searchParams.get('environment') ?? undefined,
    release: search.release,
    words: search.words,
    sort: sorts.get(url.searchParams.get('sort') ?? 'date') ?? 'last-seen',
    limit,
    cursor,
    now,
  })
  const trends = await deps.reads.trends(scope, {
    issueIds: page.rows.map(({ id }) => id),
    now,
    hours: trendHours,
  })
  const people = await peopleFor(call, page.rows)
  const issues = page.rows.map((issue) =>
    issueJson(issue, { ...contextOf(call), people, trend: trends.get(issue.id) }),
  )
  return apiJson(issues, { headers: { link: linkHeader(url.href, deps.config.baseUrl, page) } })
}

/** Answers one issue. */
export async function getIssue(call: ApiCall): Promise<Response> {
  return apiJson(await readIssue(call))
}

/** Other keys that clients send (`hasSeen`, `isBookmarked`) are left alone. */
const changeSchema = v.object({
  status: v.optional(v.picklist(['resolved', 'unresolved', 'ignored', 'resolvedInNextRelease', 'muted'])),
  statusDetails: v.optional(v.unknown()),
  assignedTo: v.optional(v.unknown()),
})

/**
 * Resolves, ignores or reopens an issue: `{"status": "resolved" | "unresolved" | "ignored"}`, ignored with
 * `{"statusDetails": {"ignoreDuration": 30}}` until something; assigns it: `{"assignedTo": "user:1"}`. Answers the issue.
 */
export async function putIssue(call: ApiCall): Promise<Response> {
  const { deps, access, now } = call
  const issue = await requireIssue(deps.reads, access, call.params['id'])
  const body: unknown = await call.request.json().catch(() => undefined)
  const change = v.safeParse(changeSchema, Array.isArray(body) ? undefined : body)
  if (!change.success)
    throw new ApiError(400, 'The body must be JSON with "status": "resolved", "unresolved" or "ignored".')
  const status = toStatus(change.output.status)
  if (status !== undefined) {
    const outcome = await deps.commands.setIssueStatus({
      scope: access.scope,
      issueId: issue.id,
      status,
      snooze: status === 'ignored' ? parseSnooze(change.output.statusDetails, issue, now) : undefined,
      now,
    })
    if (outcome === 'not-found') throw new ApiError(404, 'The requested resource does not exist')
  }
  if (change.output.assignedTo !== undefined) {
    const assignee = parseAssignee(change.output.assignedTo, await deps.commands.alertPeople())
    await deps.commands.assignIssue({ scope: access.scope, issueId: issue.id, assignee })
  }
  return apiJson(await readIssue(call))
}

/** Older clients say `muted` for ignored. "Resolved in the next release" is not known here yet and counts as resolved. */
function toStatus(sent: v.InferOutput<typeof changeSchema>['status']): IssueStatus | undefined {
  if (sent === 'muted') return 'ignored'
  return sent === 'resolvedInNextRelease' ? 'resolved' : sent
}

async function readIssue(call: ApiCall): Promise<IssueJson> {
  const { deps, access, now } = call
  const issue = await requireIssue(deps.reads, access, call.params['id'])
  const trends = await deps.reads.trends(access.scope, { issueIds: [issue.id], now, hours: trendHours })
  const people = await peopleFor(call, [issue])
  return issueJson(issue, { ...contextOf(call), people, trend: trends.get(issue.id) })
}

/** Most lists have nobody assigned; the writer is asked only when somebody is. */
async function peopleFor({ deps }: ApiCall, issues: readonly IssueRow[]): Promise<AlertPeople | undefined> {
  return issues.some(({ assignee }) => assignee !== undefined) ? deps.commands.alertPeople() : undefined
}

function contextOf({ access, deps, now }: ApiCall): Omit<Parameters<typeof issueJson>[1], 'trend'> {
  return { projects: access.projects, baseUrl: deps.config.baseUrl, now }
}
