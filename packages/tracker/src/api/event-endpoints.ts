import { parseEventId } from '@culprit/wire'
import { requireIssue, requireOrganisation, requireProject } from './access.ts'
import type { ApiCall } from './api-call.ts'
import { ApiError, apiJson } from './api-error.ts'
import { eventJson, eventSummaryJson } from './event-json.ts'
import { linkHeader, listRequest } from './list-page.ts'

/** Lists the stored events of an issue, newest first; with `full=true` each with its sections. */
export async function listIssueEvents(call: ApiCall): Promise<Response> {
  const { deps, access, url } = call
  const issue = await requireIssue(deps.reads, access, call.params['id'])
  const { limit, cursor } = listRequest(url.searchParams)
  const page = await deps.reads.eventsOfIssue(access.scope, { issueId: issue.id, limit, cursor })
  const headers = { link: linkHeader(url.href, deps.config.baseUrl, page) }
  if (!isTrue(url.searchParams.get('full'))) return apiJson(page.rows.map(eventSummaryJson), { headers })
  const events: unknown[] = []
  // One after the other, so that a hundred payloads are not decompressed at once.
  for (const row of page.rows) {
    const detail = await deps.reads.eventOfIssue(access.scope, issue.id, row.eventId)
    if (detail) events.push(eventJson(detail))
  }
  return apiJson(events, { headers })
}

/** Answers one event of an issue: by id, or `latest`, `oldest` (`recommended` means the latest). */
export async function getIssueEvent(call: ApiCall): Promise<Response> {
  const { deps, access } = call
  const issue = await requireIssue(deps.reads, access, call.params['id'])
  const asked = call.params['event']
  const which =
    asked === 'recommended'
      ? 'latest'
      : asked === 'latest' || asked === 'oldest'
        ? asked
        : parseEventId(asked)
  const detail =
    which === undefined ? undefined : await deps.reads.eventOfIssue(access.scope, issue.id, which)
  if (!detail) throw new ApiError(404, 'Event not found')
  return apiJson(eventJson(detail))
}

/** Answers one event of a project by its id. */
export async function getProjectEvent(call: ApiCall): Promise<Response> {
  const { deps, access, params } = call
  requireOrganisation(params['org'])
  const project = requireProject(access, params['project'])
  const eventId = parseEventId(params['event'])
  const detail =
    eventId === undefined ? undefined : await deps.reads.eventById(access.scope, project.id, eventId)
  if (!detail) throw new ApiError(404, 'Event not found')
  return apiJson(eventJson(detail))
}

function isTrue(value: string | null): boolean {
  return value === '1' || value === 'true'
}
