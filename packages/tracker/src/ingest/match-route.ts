/** Which kind of request a path asks for. */
export type Endpoint =
  | 'envelope'
  | 'store'
  | 'security'
  | 'nel'
  | 'minidump'
  | 'attachments'
  | 'unreal'
  | 'cron'
  | 'otlp'
  | 'playstation'
  | 'error-page'
  | 'live'
  | 'ready'

/** A path of the protocol, taken apart. */
export interface Route {
  readonly endpoint: Endpoint
  /** The project id as it stands in the path; empty for paths without one. */
  readonly pathProject: string
  /** The key of the few paths that may carry one. */
  readonly pathKey?: string | undefined
  readonly eventId?: string | undefined
}

const byLastPart: ReadonlyMap<string, Endpoint> = new Map<string, Endpoint>([
  ['envelope', 'envelope'],
  ['store', 'store'],
  ['security', 'security'],
  ['csp-report', 'security'],
  ['nel', 'nel'],
  ['minidump', 'minidump'],
  ['playstation', 'playstation'],
])

const otlpPaths = /^(?:integration\/)?otlp\/v1\/(?:traces|logs|metrics)$/
const maxPathLength = 1024

/**
 * Returns the route of a request target, or undefined when it is none of the protocol.
 * Repeated slashes count as one, a slash at the end is optional, and `prefix` (the path of the base URL) may stand
 * before `/api`. Source: the routes of Relay, relay-server/src/endpoints/mod.rs.
 */
export function matchRoute(target: string, prefix = ''): Route | undefined {
  const parts = pathParts(target, prefix)
  if (parts?.[0] !== 'api') return undefined
  const [, first = '', ...rest] = parts
  if (first === 'store' && rest.length === 0) return { endpoint: 'store', pathProject: '' }
  if (first === 'embed')
    return rest.join('/') === 'error-page' ? { endpoint: 'error-page', pathProject: '' } : undefined
  if (first === 'relay') return relayRoute(rest)
  // `/api/0/` is the REST API, which pages and tools use.
  return first === '0' || first === '' ? undefined : projectRoute(first, rest)
}

/**
 * Returns true when a request target is for the ingest endpoints rather than for pages or the REST API: a route, or
 * any path below a project's number.
 */
export function isIngestPath(target: string, prefix = ''): boolean {
  if (matchRoute(target, prefix)) return true
  const parts = pathParts(target, prefix)
  return parts?.[0] === 'api' && /^[1-9]\d{0,17}$/.test(parts[1] ?? '')
}

function relayRoute(rest: readonly string[]): Route | undefined {
  const [what, how] = rest
  if (what !== 'healthcheck' || rest.length !== 2) return undefined
  return how === 'live' || how === 'ready' ? { endpoint: how, pathProject: '' } : undefined
}

function projectRoute(pathProject: string, rest: readonly string[]): Route | undefined {
  const [first = '', second = '', third] = rest
  const only = rest.length === 1 ? byLastPart.get(first) : undefined
  if (only) return { endpoint: only, pathProject }
  if (first === 'events' && third === 'attachments' && rest.length === 3)
    return { endpoint: 'attachments', pathProject, eventId: second }
  if (first === 'unreal' && rest.length === 2) return { endpoint: 'unreal', pathProject, pathKey: second }
  if (first === 'cron' && (rest.length === 2 || rest.length === 3))
    return { endpoint: 'cron', pathProject, pathKey: third }
  return otlpPaths.test(rest.join('/')) ? { endpoint: 'otlp', pathProject } : undefined
}

function pathParts(target: string, prefix: string): readonly string[] | undefined {
  const end = target.indexOf('?')
  // Proxies may send the absolute form of the target (RFC 9112, section 3.2.2).
  const path = (end < 0 ? target : target.slice(0, end))
    .slice(0, maxPathLength)
    .replace(/^https?:\/\/[^/]*/i, '')
  const parts = path.split('/').filter((part) => part !== '')
  const before = prefix.split('/').filter((part) => part !== '')
  // A proxy may have taken the prefix off already, so both forms are read.
  return before.length > 0 && before.every((part, index) => parts[index] === part)
    ? parts.slice(before.length)
    : parts
}
