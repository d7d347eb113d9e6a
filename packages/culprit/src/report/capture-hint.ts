import type { Level, SentLogEntry, SentUser } from '@culprit/wire'
import type { RequestData } from '../handlers/request-data.ts'
import type { ReportScope, TagValue } from './report-scope.ts'

/** What is known of a thing that is reported, beside the thing itself. Everything has a default. */
export interface CaptureHint {
  /** 32 hex digits. An id that was reported before is not reported again; what is no id is not used. @default the error's reference id */
  readonly eventId?: string | undefined
  /** The request in which it happened; a function is called only when the report is really made. */
  readonly request?: RequestData | (() => RequestData) | undefined
  /** Whether the application went on by itself. @default true */
  readonly handled?: boolean | undefined
  /** What caught it, for `mechanism.type`: `generic`, `http`, `onuncaughtexception` ... @default 'generic' */
  readonly mechanism?: string | undefined
  /** @default 'error'; 'info' for messages */
  readonly level?: Level | undefined
  readonly tags?: Readonly<Record<string, TagValue>> | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
  readonly contexts?: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined
  readonly user?: SentUser | undefined
  readonly fingerprint?: readonly string[] | undefined
  /** The name of the logger that it came through. */
  readonly logger?: string | undefined
  /** The message that was logged with it. */
  readonly logEntry?: SentLogEntry | undefined
  /** @default the current scope */
  readonly scope?: ReportScope | undefined
  /** The process is about to end: the report is on disk when the call returns. @default false */
  readonly crash?: boolean | undefined
}

/** A hint as `beforeSend` gets it, with what was thrown. */
export interface SendHint extends CaptureHint {
  /** Exactly what was thrown; undefined for messages and events. */
  readonly thrown?: unknown
}
