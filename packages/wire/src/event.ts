/*
 * The event payload as clients send it. Everything is optional, and where the protocol lets clients choose a form,
 * all forms are listed. These types are for people who build events, and as documentation; whoever receives an event
 * holds a value of type `unknown` and must look.
 * Source: https://develop.sentry.dev/sdk/data-model/event-payloads/
 */

/** A list in one of its three forms; entries may be null. */
export type SentValues<T> = { readonly values?: readonly (T | null)[] } | readonly (T | null)[] | T

/** RFC 3339 text (no zone means UTC) or seconds since 1970. */
export type SentTimestamp = string | number

/** Pairs as an object or as a list. */
export type SentPairs<V> = Readonly<Record<string, V>> | readonly (readonly [string, V] | null)[]

/** One function call of a stack trace. */
export interface SentFrame {
  readonly function?: string | null
  readonly raw_function?: string | null
  readonly module?: string | null
  readonly package?: string | null
  readonly filename?: string | null
  readonly abs_path?: string | null
  /** From 1. */
  readonly lineno?: number | null
  /** From 1. */
  readonly colno?: number | null
  readonly platform?: string | null
  readonly pre_context?: readonly (string | null)[] | null
  readonly context_line?: string | null
  readonly post_context?: readonly (string | null)[] | null
  readonly in_app?: boolean | null
  /** Local variables. */
  readonly vars?: Readonly<Record<string, unknown>> | readonly unknown[] | null
  readonly data?: Readonly<Record<string, unknown>> | null
}

/** A stack trace: the oldest call first, the one that failed last. */
export interface SentStacktrace {
  readonly frames?: readonly (SentFrame | null)[] | null
  readonly registers?: Readonly<Record<string, string>> | null
  readonly lang?: string | null
}

/** How an exception came to be reported. */
export interface SentMechanism {
  readonly type?: string
  readonly description?: string | null
  readonly help_link?: string | null
  readonly handled?: boolean | null
  readonly synthetic?: boolean | null
  readonly source?: string | null
  readonly is_exception_group?: boolean | null
  /** Names this exception for `parent_id`; 0 is the one that was thrown. */
  readonly exception_id?: number | null
  readonly parent_id?: number | null
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly meta?: Readonly<Record<string, unknown>> | null
}

/** One exception of a chain. */
export interface SentException {
  readonly type?: string | null
  readonly value?: unknown
  readonly module?: string | null
  readonly thread_id?: number | string | null
  readonly stacktrace?: SentStacktrace | null
  readonly raw_stacktrace?: SentStacktrace | null
  readonly mechanism?: SentMechanism | null
}

/** One thread of the process that failed. */
export interface SentThread {
  readonly id?: number | string | null
  readonly name?: string | null
  readonly crashed?: boolean | null
  readonly current?: boolean | null
  readonly main?: boolean | null
  readonly state?: string | null
  readonly stacktrace?: SentStacktrace | null
}

/** Something that happened before the error. */
export interface SentBreadcrumb {
  readonly timestamp?: SentTimestamp | null
  readonly type?: string | null
  readonly category?: string | null
  readonly level?: string | null
  readonly message?: string | null
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly event_id?: string | null
}

/** The HTTP request during which it happened. */
export interface SentRequest {
  readonly url?: string | null
  readonly method?: string | null
  readonly data?: unknown
  readonly query_string?: string | SentPairs<unknown> | null
  readonly fragment?: string | null
  readonly cookies?: string | SentPairs<unknown> | null
  readonly headers?: SentPairs<string | readonly string[] | null> | null
  readonly env?: Readonly<Record<string, unknown>> | null
  readonly body_size?: number | null
}

/** Whom it happened to; further keys are allowed. */
export interface SentUser {
  readonly id?: string | number | null
  readonly email?: string | null
  readonly username?: string | null
  readonly name?: string | null
  /** An address, or `{{auto}}` for the one that the request comes from. */
  readonly ip_address?: string | null
  readonly geo?: Readonly<Record<string, unknown>> | null
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly [key: string]: unknown
}

/** A log message, possibly still with its parameters apart. */
export interface SentLogEntry {
  readonly message?: string | null
  readonly formatted?: string | null
  readonly params?: readonly unknown[] | Readonly<Record<string, unknown>> | null
}

/** Who made the event. */
export interface SentSdk {
  readonly name?: string
  readonly version?: string
  readonly integrations?: readonly (string | null)[] | null
  readonly packages?: readonly ({ readonly name?: string; readonly version?: string } | null)[] | null
}

/** A file that the process had loaded. */
export interface SentDebugImage {
  readonly type?: string
  readonly debug_id?: string | null
  readonly code_file?: string | null
  readonly [key: string]: unknown
}

/** An error event as sent. */
export interface SentEvent {
  readonly event_id?: string
  readonly type?: string | null
  readonly timestamp?: SentTimestamp | null
  readonly platform?: string | null
  /** See `parseLevel` for the words that clients use. */
  readonly level?: string | null
  readonly logger?: string | null
  readonly transaction?: string | null
  readonly culprit?: string | null
  readonly server_name?: string | null
  readonly release?: string | null
  readonly dist?: string | null
  readonly environment?: string | null
  readonly message?: string | SentLogEntry | null
  readonly logentry?: string | SentLogEntry | false | null
  readonly exception?: SentValues<SentException> | null
  readonly stacktrace?: SentStacktrace | null
  readonly threads?: SentValues<SentThread> | null
  readonly breadcrumbs?: SentValues<SentBreadcrumb> | null
  readonly request?: SentRequest | null
  readonly user?: SentUser | null
  readonly contexts?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | null
  readonly tags?: SentPairs<string | number | boolean | null> | null
  readonly extra?: Readonly<Record<string, unknown>> | null
  readonly modules?: Readonly<Record<string, string | null>> | null
  readonly fingerprint?: readonly (string | number | boolean | null)[] | null
  readonly sdk?: SentSdk | null
  readonly debug_meta?: { readonly images?: readonly (SentDebugImage | null)[] | null } | null
  /** Notes on what the client cut or filtered, as a tree that mirrors the payload. */
  readonly _meta?: Readonly<Record<string, unknown>> | null
}
