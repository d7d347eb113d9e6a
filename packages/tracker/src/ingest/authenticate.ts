import { authenticateParts, type Credentials, parseDsn } from '@culprit/wire'
import type { ProjectKey } from '../domain/project.ts'
import { type Exchange, headerOf } from './exchange.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'

/** `none`: the request itself says nothing; an envelope's header may still name a DSN. */
export type Authentication =
  | { readonly kind: 'known'; readonly key: ProjectKey }
  | { readonly kind: 'none' }
  | Refusal

/** Finds out as whom a request comes and whether that key may send to the project in the path. */
export function authenticate(exchange: Exchange): Authentication {
  const { req, query, route } = exchange
  const result = authenticateParts({
    xSentryAuth: headerOf(req, 'x-sentry-auth', 8192),
    authorization: headerOf(req, 'authorization', 8192),
    query,
    pathKey: route.pathKey,
  })
  if (result.kind === 'none') return result
  if (result.kind === 'refused') return refuse(result.status, 'auth', result.detail)
  noteClient(exchange, result.credentials)
  return checkKey(exchange, result.credentials.publicKey)
}

/** Like `authenticate`, for endpoints that have no other place for credentials: saying nothing is refused. */
export function requireKey(exchange: Exchange): ProjectKey | Refusal {
  const result = authenticate(exchange)
  if (result.kind === 'none') return missingAuth()
  return isRefusal(result) ? result : result.key
}

/** Returns the key that a DSN names, if it may send to the project in the path (when there is one in it). */
export function authenticateDsn(exchange: Exchange, text: string): ProjectKey | Refusal {
  const dsn = parseDsn(text)
  if (!dsn) return refuse(400, 'auth', 'invalid DSN')
  const { pathProject } = exchange.route
  if (pathProject !== '' && dsn.projectId !== pathProject)
    return refuse(400, 'auth', 'the DSN names another project than the URL')
  const result = checkKey(exchange, dsn.publicKey.toLowerCase(), dsn.projectId)
  return isRefusal(result) ? result : result.key
}

/** Refuses when the DSN in an envelope's header is not the one the request came with; an unreadable one says nothing. */
export function contradicts(
  exchange: Exchange,
  key: ProjectKey,
  text: string | undefined,
): Refusal | undefined {
  const dsn = text === undefined ? undefined : parseDsn(text)
  if (!dsn) return undefined
  const { pathProject } = exchange.route
  const same =
    dsn.publicKey.toLowerCase() === key.publicKey && (pathProject === '' || dsn.projectId === pathProject)
  return same
    ? undefined
    : refuse(400, 'auth', 'the DSN in the envelope header is not the one of the request')
}

/** The refusal of a request without any credentials. */
export function missingAuth(): Refusal {
  return refuse(401, 'auth', 'missing authorization information')
}

function checkKey(
  exchange: Exchange,
  publicKey: string,
  project = exchange.route.pathProject,
): Exclude<Authentication, { kind: 'none' }> {
  if (project !== '' && !/^\d{1,18}$/.test(project))
    return refuse(400, 'unknown-project', 'invalid project id in the URL')
  const key = exchange.findKey(publicKey)
  if (key && (project === '' || Number(project) === key.projectId)) {
    exchange.note.projectId = key.projectId
    if (key.enabled) return { kind: 'known', key }
  }
  const seen = dsnSeen(exchange, publicKey, project)
  exchange.note.dsnSeen = seen
  if (!key) return rejected('unknown-project', `no project has this key; the DSN understood is ${seen}`)
  if (key.enabled)
    return rejected('unknown-project', `the key belongs to another project; the DSN understood is ${seen}`)
  return rejected('disabled-key', `the key is switched off; the DSN understood is ${seen}`)
}

function rejected(reason: 'unknown-project' | 'disabled-key', why: string): Refusal {
  return refuse(403, reason, `event submission rejected with_reason: ${why}`)
}

function noteClient({ req, note }: Exchange, { client }: Credentials): void {
  const name = client ?? headerOf(req, 'user-agent')
  if (name !== undefined) note.client = name.slice(0, 200)
}

/** Returns the DSN that the request amounts to, with the host it was sent to, to be compared with the application's. */
function dsnSeen({ req, deps }: Exchange, publicKey: string, project: string): string {
  const host = headerOf(req, 'host', 200) ?? ''
  const [, protocol = 'http', path = ''] = /^(https?):\/\/[^/]*(\/.*?)?\/?$/.exec(deps.baseUrl()) ?? []
  return `${protocol}://${publicKey}@${host}${path}/${project.slice(0, 40)}`
}
