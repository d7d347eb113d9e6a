import type { EventView, Json, JsonObject, Pair, RequestView, TagView, UserView } from '@culprit/view'
import type { RequestInfo, StoredEvent, UserInfo } from '../../domain/event.ts'
import { searchHref } from './search-href.ts'
import { traceOf } from './trace-of.ts'

/** Returns a stored event as pages, JSON and Markdown show it. `title` is that of its issue or row. */
export function eventViewOf(event: StoredEvent, title: string): EventView {
  return {
    id: event.id,
    at: event.timestamp,
    platform: event.platform,
    level: event.level,
    title,
    message: event.message?.formatted,
    environment: event.environment,
    release: event.release,
    serverName: event.serverName,
    transaction: event.transaction,
    sdk: event.sdk && [event.sdk.name, event.sdk.version].filter((part) => part !== undefined).join(' '),
    trace: traceOf(event),
    breadcrumbs: event.breadcrumbs.map(({ timestamp, ...crumb }) => ({ ...crumb, at: timestamp })),
    request: event.request && requestOf(event.request),
    user: event.user && userOf(event.user),
    tags: event.tags.map(tagOf),
    contexts: { ...event.contexts, ...securityOf(event) },
    extra: event.extra,
    packages: Object.entries(event.modules),
    problems: event.notes.map(({ path, text }) => (path === '' ? text : `${path}: ${text}`)),
  }
}

function requestOf(request: RequestInfo): RequestView {
  return {
    method: request.method ?? 'GET',
    url: (request.url ?? '') + (request.fragment === undefined ? '' : `#${request.fragment}`),
    query: request.query,
    headers: request.headers,
    cookies: request.cookies,
    body: request.body,
    env: Object.entries(request.env).map(([name, value]): Pair => [name, textOf(value)]),
  }
}

function userOf({ id, email, username, ip, name, geo, data }: UserInfo): UserView {
  const more: JsonObject = {
    ...data,
    ...(name === undefined ? {} : { name }),
    ...(geo === undefined ? {} : { geo }),
  }
  return { id, email, username, ip, more: Object.keys(more).length > 0 ? more : undefined }
}

const searchable: ReadonlySet<string> = new Set(['environment', 'release', 'level'])

/** Only tags that the issue list can filter by lead somewhere. */
function tagOf([key, value]: readonly [string, string]): TagView {
  return { key, value, href: searchable.has(key) ? searchHref([[key, value]]) : undefined }
}

/** What a browser reported about a policy is shown as a context of its own. */
function securityOf({ security }: StoredEvent): Readonly<Record<string, JsonObject>> {
  return security ? { [`${security.kind} report`]: security.report } : {}
}

const textOf = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))
