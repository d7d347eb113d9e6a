import { Hono } from 'hono'
import { createDirectoryCache } from '../query/directory-cache.ts'
import { fullAccess, requireOrganisation, requireProject } from './access.ts'
import type { ApiCall, ApiHandler } from './api-call.ts'
import type { ApiDeps } from './api-deps.ts'
import { ApiError, apiJson } from './api-error.ts'
import { getEventAttachment, listEventAttachments } from './attachment-endpoints.ts'
import { authenticate } from './authenticate.ts'
import { destinationEndpoints } from './destination-endpoints.ts'
import type { Endpoint } from './endpoint.ts'
import { getIssueEvent, getProjectEvent, listIssueEvents } from './event-endpoints.ts'
import { getIssue, listIssues, putIssue } from './issue-endpoints.ts'
import { FieldErrors } from './field-errors.ts'
import {
  getOrganisation,
  getProject,
  getRoot,
  listKeys,
  listOrganisations,
  listProjects,
} from './project-endpoints.ts'
import { peopleEndpoints } from './people/people-endpoints.ts'
import { deleteRule, getRule, listRules, postRule, previewRule, putRule } from './rules/rule-endpoints.ts'

/** The API, as a function from request to response. */
export interface Api {
  fetch(request: Request): Promise<Response>
}

/** Issues are found by id alone, under the organisation and, for older clients, without it. */
const issueEndpoints: readonly Endpoint[] = ['/organizations/:org/issues/:id', '/issues/:id'].flatMap(
  (path): Endpoint[] => [
    { method: 'GET', path, handle: inOrganisation(getIssue) },
    { method: 'PUT', path, handle: inOrganisation(putIssue) },
    { method: 'GET', path: `${path}/events`, handle: inOrganisation(listIssueEvents) },
    { method: 'GET', path: `${path}/events/:event`, handle: inOrganisation(getIssueEvent) },
  ],
)

/** Every endpoint under `/api/0`, without the slash at the end that Sentry's paths have. */
const endpoints: readonly Endpoint[] = [
  { method: 'GET', path: '/', handle: getRoot },
  { method: 'GET', path: '/organizations', handle: listOrganisations },
  { method: 'GET', path: '/organizations/:org', handle: getOrganisation },
  { method: 'GET', path: '/organizations/:org/projects', handle: listProjects },
  { method: 'GET', path: '/organizations/:org/issues', handle: inOrganisation(listOrganisationIssues) },
  { method: 'GET', path: '/projects', handle: listProjects },
  { method: 'GET', path: '/projects/:org/:project', handle: getProject },
  { method: 'GET', path: '/projects/:org/:project/keys', handle: listKeys },
  { method: 'GET', path: '/projects/:org/:project/issues', handle: inOrganisation(listProjectIssues) },
  { method: 'GET', path: '/projects/:org/:project/events/:event', handle: getProjectEvent },
  { method: 'GET', path: '/projects/:org/:project/events/:event/attachments', handle: listEventAttachments },
  {
    method: 'GET',
    path: '/projects/:org/:project/events/:event/attachments/:attachment',
    handle: getEventAttachment,
  },
  { method: 'GET', path: '/projects/:org/:project/rules', handle: listRules },
  { method: 'POST', path: '/projects/:org/:project/rules', handle: postRule },
  { method: 'POST', path: '/projects/:org/:project/rules/preview', handle: previewRule },
  { method: 'GET', path: '/projects/:org/:project/rules/:id', handle: getRule },
  ...peopleEndpoints,
  { method: 'PUT', path: '/projects/:org/:project/rules/:id', handle: putRule },
  { method: 'DELETE', path: '/projects/:org/:project/rules/:id', handle: deleteRule },
  ...issueEndpoints,
  ...destinationEndpoints,
]

/**
 * Returns the API under `/api/0/`, in Sentry's shapes. Paths are taken with and without the slash at the end. Errors
 * are `{"detail": "..."}` with 400, 401, 403, 404 or 500; of a rule `{"conditions": ["..."]}` and the like with 400.
 */
export function createApi(deps: ApiDeps): Api {
  const directory = createDirectoryCache(() => deps.commands.directory(), deps.clock)
  const app = new Hono({ getPath: (request) => pathOf(request) })
  for (const { method, path, handle } of endpoints) {
    app.on(method, path, async (c) => {
      const request = c.req.raw
      await authenticate(deps, request)
      const call: ApiCall = {
        deps,
        access: fullAccess(await directory()),
        request,
        url: new URL(request.url),
        params: c.req.param(),
        now: deps.clock(),
      }
      return handle(call)
    })
  }
  app.all('*', async (c) => {
    await authenticate(deps, c.req.raw)
    throw new ApiError(404, 'The requested resource does not exist')
  })
  app.onError((error, c) => {
    if (error instanceof FieldErrors) return apiJson(error.fields, { status: 400 })
    if (error instanceof ApiError) return apiJson({ detail: error.message }, { status: error.status })
    const errorId = deps.reportError(error, `${c.req.method} ${c.req.routePath}`)
    return apiJson(
      { detail: 'Internal Error', errorId },
      { status: 500, headers: { 'x-request-error': errorId } },
    )
  })
  return { fetch: (request) => Promise.resolve(app.fetch(request)) }
}

function pathOf(request: Request): string {
  const path = new URL(request.url).pathname.replace(/^\/api\/0/, '').replace(/\/+$/, '')
  return path === '' ? '/' : path
}

function inOrganisation(handle: ApiHandler): ApiHandler {
  return async (call) => {
    if (call.params['org'] !== undefined) requireOrganisation(call.params['org'])
    return handle(call)
  }
}

async function listProjectIssues(call: ApiCall): Promise<Response> {
  return listIssues(call, [requireProject(call.access, call.params['project']).id])
}

/** `project` may be given several times, by id or slug; absent or -1 means all but the internal one. */
async function listOrganisationIssues(call: ApiCall): Promise<Response> {
  const named = call.url.searchParams.getAll('project').filter((name) => name !== '-1' && name !== '')
  const projects = named.map((name) => requireProject(call.access, name))
  const shown = named.length > 0 ? projects : call.access.projects.filter(({ internal }) => !internal)
  return listIssues(
    call,
    shown.map(({ id }) => id),
  )
}
