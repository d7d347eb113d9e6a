import type { Tag, UserInfo } from '../domain/event.ts'
import type { EventDetail, EventRow } from '../ports/read-models.ts'
import { entriesJson, type EntryJson } from './entries-json.ts'

/** What lists of events and single events have in common. */
export interface EventSummaryJson {
  /** 32 hex digits; `eventID` is the same. */
  readonly id: string
  readonly eventID: string
  readonly groupID: string
  readonly projectID: string
  readonly 'event.type': string
  readonly title: string
  readonly message: string
  readonly platform: string
  readonly tags: readonly { readonly key: string; readonly value: string }[]
  readonly user: unknown
  readonly dateCreated: string
  readonly dateReceived: string
}

/** An event as the API serves it, in Sentry's shape. */
export interface EventJson extends EventSummaryJson {
  readonly type: string
  readonly entries: readonly EntryJson[]
  readonly contexts: unknown
  /** What the program sent as `extra`. */
  readonly context: unknown
  readonly packages: Readonly<Record<string, string>>
  readonly sdk: unknown
  readonly dist: string | null
  readonly release: { readonly version: string } | null
  readonly environment: string | null
  readonly location: string | null
  readonly culprit: string
  readonly metadata: unknown
  readonly fingerprints: readonly string[]
  /** What was cut, shifted or dropped while the event was taken in. */
  readonly errors: readonly {
    readonly type: string
    readonly message: string
    readonly data: { readonly name: string }
  }[]
  readonly nextEventID: string | null
  readonly previousEventID: string | null
}

/** Returns an event without its payload. */
export function eventSummaryJson(row: EventRow): EventSummaryJson {
  return {
    id: row.eventId,
    eventID: row.eventId,
    groupID: String(row.issueId),
    projectID: String(row.projectId),
    'event.type': row.type,
    title: row.title,
    message: row.title,
    platform: row.platform,
    tags: tagsJson(row.tags, row),
    user: null,
    dateCreated: new Date(row.timestamp).toISOString(),
    dateReceived: new Date(row.received).toISOString(),
  }
}

/** Returns an event with all its sections. */
export function eventJson(detail: EventDetail): EventJson {
  const { row, event } = detail
  const raised = event.exceptions.at(-1)
  const frame = raised?.stack?.frames.at(-1)
  return {
    ...eventSummaryJson(row),
    type: row.type,
    message: event.message?.formatted ?? '',
    tags: tagsJson(event.tags, event),
    user: event.user ? userJson(event.user) : null,
    entries: entriesJson(event),
    contexts: event.contexts,
    context: event.extra,
    packages: event.modules,
    sdk: event.sdk ? { name: event.sdk.name, version: event.sdk.version ?? null } : null,
    dist: event.dist ?? null,
    release: event.release === undefined ? null : { version: event.release },
    environment: event.environment ?? null,
    location: frame?.filename ?? null,
    culprit: event.transaction ?? frame?.filename ?? '',
    metadata: {
      ...(raised?.type === undefined ? {} : { type: raised.type }),
      ...(raised?.value === undefined ? {} : { value: raised.value }),
      ...(frame?.filename === undefined ? {} : { filename: frame.filename }),
      ...(frame?.function === undefined ? {} : { function: frame.function }),
    },
    fingerprints: event.fingerprint ?? [],
    errors: event.notes.map(({ path, code, text }) => ({ type: code, message: text, data: { name: path } })),
    nextEventID: detail.nextId ?? null,
    previousEventID: detail.previousId ?? null,
  }
}

interface ImplicitTags {
  readonly level: string
  readonly environment?: string | undefined
  readonly release?: string | undefined
}

/** Clients of this API find level, environment and release among the tags too; what the program tagged so itself wins. */
function tagsJson(tags: readonly Tag[], implicit: ImplicitTags): EventSummaryJson['tags'] {
  const all = new Map<string, string>()
  for (const key of ['level', 'environment', 'release'] as const) {
    const value = implicit[key]
    if (value !== undefined) all.set(key, value)
  }
  for (const [key, value] of tags) all.set(key, value)
  return Array.from(all, ([key, value]) => ({ key, value }))
}

function userJson(user: UserInfo): unknown {
  return {
    id: user.id ?? null,
    email: user.email ?? null,
    username: user.username ?? null,
    name: user.name ?? null,
    ip_address: user.ip ?? null,
    geo: user.geo ?? null,
    data: user.data ?? null,
  }
}
