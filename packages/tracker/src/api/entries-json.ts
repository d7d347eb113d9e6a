import type { Breadcrumb, RequestInfo, StoredEvent, ThreadValue } from '../domain/event.ts'
import { exceptionJson, stackJson } from './stack-json.ts'

/** One section of an event: its type says what `data` holds. */
export interface EntryJson {
  readonly type:
    | 'exception'
    | 'stacktrace'
    | 'threads'
    | 'message'
    | 'breadcrumbs'
    | 'request'
    | 'csp'
    | 'debugmeta'
  readonly data: unknown
}

/** Returns the sections that an event has, the exception first. */
export function entriesJson(event: StoredEvent): readonly EntryJson[] {
  const entries: EntryJson[] = []
  const add = (type: EntryJson['type'], data: unknown): void => void entries.push({ type, data })
  const { exceptions, message, request, security } = event
  if (exceptions.length > 0) {
    const values = exceptions.map(exceptionJson)
    const hasSystemFrames = values.some(({ stacktrace }) => stacktrace?.hasSystemFrames)
    add('exception', { values, hasSystemFrames, excOmitted: null })
  }
  if (event.stack) add('stacktrace', stackJson(event.stack))
  if (event.threads.length > 0) add('threads', { values: event.threads.map(threadJson) })
  if (message)
    add('message', {
      formatted: message.formatted,
      message: message.template ?? message.formatted,
      params: message.params ?? null,
    })
  if (event.breadcrumbs.length > 0) add('breadcrumbs', { values: event.breadcrumbs.map(breadcrumbJson) })
  if (request) add('request', requestJson(request))
  if (security) add('csp', security.report)
  if (event.debugMeta !== undefined) add('debugmeta', event.debugMeta)
  return entries
}

function threadJson(thread: ThreadValue): unknown {
  return {
    id: thread.id ?? null,
    name: thread.name ?? null,
    crashed: thread.crashed ?? false,
    current: thread.current ?? false,
    main: thread.main ?? null,
    state: thread.state ?? null,
    stacktrace: thread.stack ? stackJson(thread.stack) : null,
  }
}

function breadcrumbJson(breadcrumb: Breadcrumb): unknown {
  return {
    type: breadcrumb.type,
    category: breadcrumb.category ?? null,
    level: breadcrumb.level ?? 'info',
    message: breadcrumb.message ?? null,
    data: breadcrumb.data ?? null,
    timestamp: breadcrumb.timestamp === undefined ? null : new Date(breadcrumb.timestamp).toISOString(),
    event_id: null,
  }
}

function requestJson(request: RequestInfo): unknown {
  return {
    method: request.method ?? null,
    url: request.url ?? null,
    query: request.query,
    fragment: request.fragment ?? null,
    headers: request.headers,
    cookies: request.cookies,
    env: request.env,
    data: request.body ?? null,
    inferredContentType: request.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null,
  }
}
