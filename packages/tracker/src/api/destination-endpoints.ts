import { randomBytes } from 'node:crypto'
import { channelKinds, toChannelKind, type Destination } from '../domain/destination.ts'
import type { Project } from '../domain/project.ts'
import { enterDestination, type CheckedDestination } from '../notify/enter-destination.ts'
import { requireOrganisation, requireProject } from './access.ts'
import type { ApiCall } from './api-call.ts'
import { ApiError, apiJson } from './api-error.ts'
import { attemptJson, destinationJson } from './destination-json.ts'
import type { Endpoint } from './endpoint.ts'

const list = '/projects/:org/:project/destinations'
const one = `${list}/:destination`

/** Where alerts go besides mail. Sentry has no like of it: there, each service is an integration of its own. */
export const destinationEndpoints: readonly Endpoint[] = [
  { method: 'GET', path: list, handle: listDestinations },
  { method: 'POST', path: list, handle: addDestination },
  { method: 'GET', path: one, handle: getDestination },
  { method: 'PUT', path: one, handle: putDestination },
  { method: 'DELETE', path: one, handle: deleteDestination },
  { method: 'POST', path: `${one}/test`, handle: testDestination },
  { method: 'GET', path: `${one}/deliveries`, handle: listDeliveries },
  { method: 'POST', path: `${one}/deliveries/:delivery/retry`, handle: retryDelivery },
]

async function listDestinations(call: ApiCall): Promise<Response> {
  const found = await call.deps.reads.destinations([projectOf(call).id])
  return apiJson(found.map(destinationJson))
}

/** Answers 201; a signing secret that was made is in `settings.secret` this once. */
async function addDestination(call: ApiCall): Promise<Response> {
  const project = projectOf(call)
  const body = await readBody(call)
  const kind = typeof body['type'] === 'string' ? toChannelKind(body['type']) : undefined
  if (kind === undefined) throw new ApiError(400, `"type" must be one of ${channelKinds.join(', ')}.`)
  const entered = { kind, name: body['name'], settings: toRecord(body['settings']) }
  const checked = enterDestination(entered, { random: randomBytes })
  if (!checked.ok) return refused(checked)
  const { name, settings, madeSecret } = checked
  const added = await call.deps.commands.addDestination({
    projectId: project.id,
    kind,
    name,
    settings,
    now: call.now,
  })
  if (added === 'full') throw new ApiError(400, 'The project has as many destinations as it may.')
  const json = await served(call, project, added.id)
  return apiJson(madeSecret === undefined ? json : { ...json, signingSecret: madeSecret }, { status: 201 })
}

async function getDestination(call: ApiCall): Promise<Response> {
  return apiJson(destinationJson(await requireDestination(call)))
}

/** `name`, `settings` and `enabled`, each alone or together; secrets that are left out stay. */
async function putDestination(call: ApiCall): Promise<Response> {
  const known = await requireDestination(call)
  const body = await readBody(call)
  const enabled = body['enabled']
  if (enabled !== undefined && typeof enabled !== 'boolean')
    throw new ApiError(400, '"enabled" must be true or false.')
  const settings = body['settings'] === undefined ? undefined : toRecord(body['settings'])
  const checked = enterDestination(
    { kind: known.kind, name: body['name'] ?? known.name, settings: settings ?? known.settings ?? {} },
    { known: known.settings ?? {}, random: randomBytes },
  )
  if (!checked.ok) return refused(checked)
  await call.deps.commands.changeDestination({
    scope: [known.projectId],
    id: known.id,
    name: checked.name,
    settings: settings === undefined ? undefined : checked.settings,
    enabled,
    now: call.now,
  })
  return apiJson(await served(call, projectOf(call), known.id))
}

async function deleteDestination(call: ApiCall): Promise<Response> {
  const { id, projectId } = await requireDestination(call)
  await call.deps.commands.removeDestination({ scope: [projectId], id })
  return new Response(null, { status: 204 })
}

/** Sends a real sample and answers the real request and what came back. */
async function testDestination(call: ApiCall): Promise<Response> {
  const destination = await requireDestination(call)
  const attempt = await call.deps.testDestination({ destination, project: projectOf(call) })
  await call.deps.commands.recordDestinationAttempt({
    scope: [destination.projectId],
    channel: destination.kind,
    attempt,
  })
  return apiJson(attemptJson(attempt))
}

async function listDeliveries(call: ApiCall): Promise<Response> {
  const { id, projectId } = await requireDestination(call)
  return apiJson((await call.deps.reads.destinationAttempts([projectId], id)).map(attemptJson))
}

async function retryDelivery(call: ApiCall): Promise<Response> {
  const { id, projectId } = await requireDestination(call)
  const attempts = await call.deps.reads.destinationAttempts([projectId], id)
  const outboxId = attempts.find((each) => String(each.outboxId) === call.params['delivery'])?.outboxId
  const outcome =
    outboxId === undefined
      ? 'not-found'
      : await call.deps.commands.retryDelivery({ scope: [projectId], outboxId, now: call.now })
  if (outcome === 'not-found') throw new ApiError(404, 'No such delivery waits to be tried again')
  return new Response(null, { status: 202 })
}

function projectOf({ access, params }: ApiCall): Project {
  requireOrganisation(params['org'])
  return requireProject(access, params['project'])
}

async function requireDestination(call: ApiCall): Promise<Destination> {
  const { id } = projectOf(call)
  const text = call.params['destination'] ?? ''
  const found = /^[1-9]\d{0,14}$/.test(text)
    ? await call.deps.reads.destination([id], Number(text))
    : undefined
  if (!found) throw new ApiError(404, 'The requested resource does not exist')
  return found
}

async function served(call: ApiCall, { id }: Project, destinationId: number): Promise<object> {
  const found = await call.deps.reads.destination([id], destinationId)
  if (!found) throw new ApiError(404, 'The requested resource does not exist')
  return destinationJson(found)
}

async function readBody({ request }: ApiCall): Promise<Readonly<Record<string, unknown>>> {
  const body: unknown = await request.json().catch(() => undefined)
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new ApiError(400, 'The body must be a JSON object.')
  return toRecord(body)
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}

/** Fields with what is wrong, as Sentry answers them: `{"settings": {"url": ["..."]}, "name": ["..."]}`. */
function refused({ problems }: Extract<CheckedDestination, { readonly ok: false }>): Response {
  const { name, ...settings } = problems
  const lists = Object.fromEntries(Object.entries(settings).map(([field, text]) => [field, [text]]))
  return apiJson(
    {
      detail: Object.values(problems)[0],
      ...(name === undefined ? {} : { name: [name] }),
      ...(Object.keys(lists).length === 0 ? {} : { settings: lists }),
    },
    { status: 400 },
  )
}
