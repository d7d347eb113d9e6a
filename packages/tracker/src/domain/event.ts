import type { Level } from '@culprit/wire'
import type { Instant } from './instant.ts'
import type { Json, JsonObject } from './json.ts'

/**
 * The one normalised shape of an event: what everything after `digest/normalise` sees, what is stored, and what
 * pages, API and mails are made from. Every list is bounded and every string cut by the digest (`digest/limits.ts`).
 */
export interface StoredEvent {
  /** Version of this shape, so that later readers can tell old payloads. */
  readonly v: 1
  /** 32 lowercase hex digits. */
  readonly id: string
  readonly projectId: number
  readonly type: EventType
  readonly platform: string
  readonly level: Level
  /** When it happened, by the sender's clock after drift correction. */
  readonly timestamp: Instant
  /** When the server took it in; counting, retention and alerts go by this. */
  readonly received: Instant
  readonly logger?: string | undefined
  readonly transaction?: string | undefined
  readonly serverName?: string | undefined
  readonly release?: string | undefined
  readonly dist?: string | undefined
  readonly environment?: string | undefined
  readonly message?: EventMessage | undefined
  /** Oldest (the innermost cause) first, the raised one last, as on the wire. */
  readonly exceptions: readonly ExceptionValue[]
  /** A stack that belongs to no exception (message events with an attached stack). */
  readonly stack?: StackTrace | undefined
  readonly threads: readonly ThreadValue[]
  readonly breadcrumbs: readonly Breadcrumb[]
  readonly request?: RequestInfo | undefined
  readonly user?: UserInfo | undefined
  readonly tags: readonly Tag[]
  readonly contexts: Readonly<Record<string, JsonObject>>
  readonly extra: JsonObject
  readonly modules: Readonly<Record<string, string>>
  readonly sdk?: SdkInfo | undefined
  /** As sent; absent when the SDK did not set one. */
  readonly fingerprint?: readonly string[] | undefined
  readonly debugMeta?: Json | undefined
  readonly security?: SecurityReport | undefined
  /** Set for events sent by the connect page's test button. */
  readonly sample?: boolean | undefined
  /** What was cut, shifted or dropped while normalising, in words for the issue page. At most 50. */
  readonly notes: readonly ProcessingNote[]
  /** Which values were redacted, and by which rule. At most 100. */
  readonly redactions: readonly { readonly path: string; readonly rule: string }[]
}

export type EventType = 'error' | 'default' | 'csp' | 'expectct' | 'expectstaple' | 'hpkp'

/** One tag: key, value. */
export type Tag = readonly [key: string, value: string]

export interface EventMessage {
  /** The text before parameters were put in, when the SDK sent it apart. */
  readonly template?: string | undefined
  readonly params?: Json | undefined
  readonly formatted: string
}

export interface ExceptionValue {
  readonly type?: string | undefined
  readonly value?: string | undefined
  readonly module?: string | undefined
  readonly threadId?: string | undefined
  readonly mechanism?: Mechanism | undefined
  readonly stack?: StackTrace | undefined
}

export interface Mechanism {
  readonly type: string
  readonly handled?: boolean | undefined
  readonly synthetic?: boolean | undefined
  readonly description?: string | undefined
  readonly helpLink?: string | undefined
  readonly source?: string | undefined
  readonly isExceptionGroup?: boolean | undefined
  readonly exceptionId?: number | undefined
  readonly parentId?: number | undefined
  readonly data?: Json | undefined
  readonly meta?: Json | undefined
}

export interface StackTrace {
  /** Oldest call first, the crashing frame last. At most 250. */
  readonly frames: readonly StackFrame[]
  /** How many frames were cut from the middle; absent when none. */
  readonly framesCut?: number | undefined
}

export interface StackFrame {
  readonly function?: string | undefined
  readonly rawFunction?: string | undefined
  readonly module?: string | undefined
  readonly package?: string | undefined
  readonly filename?: string | undefined
  readonly absPath?: string | undefined
  /** 1-based. */
  readonly line?: number | undefined
  /** 1-based. */
  readonly column?: number | undefined
  readonly platform?: string | undefined
  readonly inApp: boolean
  readonly pre?: readonly string[] | undefined
  readonly text?: string | undefined
  readonly post?: readonly string[] | undefined
  /** Local variables, redacted and trimmed. */
  readonly vars?: JsonObject | undefined
  readonly data?: Json | undefined
}

export interface ThreadValue {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly crashed?: boolean | undefined
  readonly current?: boolean | undefined
  readonly main?: boolean | undefined
  readonly state?: string | undefined
  readonly stack?: StackTrace | undefined
}

export interface Breadcrumb {
  readonly timestamp?: Instant | undefined
  readonly type: string
  readonly category?: string | undefined
  readonly level?: Level | undefined
  readonly message?: string | undefined
  readonly data?: JsonObject | undefined
}

/** Name and value, in the order sent. */
export type Pair = readonly [name: string, value: string]

export interface RequestInfo {
  readonly method?: string | undefined
  /** Without query and fragment. */
  readonly url?: string | undefined
  readonly query: readonly Pair[]
  readonly fragment?: string | undefined
  readonly headers: readonly Pair[]
  readonly cookies: readonly Pair[]
  readonly env: JsonObject
  readonly body?: Json | undefined
}

export interface UserInfo {
  readonly id?: string | undefined
  readonly email?: string | undefined
  readonly username?: string | undefined
  readonly name?: string | undefined
  readonly ip?: string | undefined
  readonly geo?: JsonObject | undefined
  readonly data?: JsonObject | undefined
}

export interface SdkInfo {
  readonly name: string
  readonly version?: string | undefined
  readonly integrations?: readonly string[] | undefined
}

/** A browser's report that a policy was violated (CSP and its siblings). */
export interface SecurityReport {
  readonly kind: 'csp' | 'expectct' | 'expectstaple' | 'hpkp'
  readonly directive?: string | undefined
  readonly blocked?: string | undefined
  readonly document?: string | undefined
  readonly report: JsonObject
}

export interface ProcessingNote {
  /** Where in the event, as a dotted path; empty for the whole. */
  readonly path: string
  readonly code: NoteCode
  readonly text: string
}

export type NoteCode =
  | 'cut'
  | 'dropped'
  | 'invalid'
  | 'future_timestamp'
  | 'past_timestamp'
  | 'clock_drift'
  | 'from_sdk'
