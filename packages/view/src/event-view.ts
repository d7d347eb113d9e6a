import type { Json, JsonObject } from './json.ts'
import type { Level } from './level.ts'
import type { TraceView } from './trace-view.ts'

/** A key and its value, in the order in which they were sent. */
export type Pair = readonly [key: string, value: string]

/** Something that happened before the error. */
export interface BreadcrumbView {
  /** Milliseconds since the epoch. */
  readonly at?: number | undefined
  readonly type: string
  readonly category?: string | undefined
  readonly level?: Level | undefined
  readonly message?: string | undefined
  readonly data?: Json | undefined
}

/** The HTTP request during which the error happened. */
export interface RequestView {
  readonly method: string
  /** Without the query string where that was sent apart. */
  readonly url: string
  readonly query: readonly Pair[]
  readonly headers: readonly Pair[]
  readonly cookies: readonly Pair[]
  readonly body?: Json | undefined
  readonly env: readonly Pair[]
}

/** A tag of an event; `href` leads to the issues that share it. */
export interface TagView {
  readonly key: string
  readonly value: string
  readonly href?: string | undefined
}

/** How often each value of one tag occurred over an issue's events. */
export interface TagFacetView {
  readonly key: string
  /** Events that carry the tag at all. */
  readonly total: number
  /** Most frequent first. */
  readonly values: readonly {
    readonly value: string
    readonly count: number
    readonly href?: string | undefined
  }[]
}

/** The visitor or account for whom it failed. */
export interface UserView {
  readonly id?: string | undefined
  readonly email?: string | undefined
  readonly username?: string | undefined
  readonly ip?: string | undefined
  /** Everything else the SDK sent about the user. */
  readonly more?: JsonObject | undefined
}

/** One event, ready to be shown as a page, as Markdown or in a mail. */
export interface EventView {
  /** 32 hex characters. */
  readonly id: string
  /** When it happened, milliseconds since the epoch. */
  readonly at: number
  readonly platform: string
  readonly level: Level
  readonly title: string
  readonly message?: string | undefined
  readonly environment?: string | undefined
  readonly release?: string | undefined
  readonly serverName?: string | undefined
  readonly transaction?: string | undefined
  readonly sdk?: string | undefined
  readonly trace?: TraceView | undefined
  readonly breadcrumbs: readonly BreadcrumbView[]
  readonly request?: RequestView | undefined
  readonly user?: UserView | undefined
  readonly tags: readonly TagView[]
  readonly contexts: JsonObject
  readonly extra: JsonObject
  readonly packages: readonly Pair[]
  /** What went wrong while the event was taken in: cut fields, missing maps, bad values. */
  readonly problems: readonly string[]
}
