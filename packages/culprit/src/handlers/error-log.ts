import type { RequestFacts } from './request-facts.ts'

/** Where dispatch writes to. What an implementation throws is lost, and reaches neither the request nor the visitor. */
export interface ErrorLog {
  /** The error is written with its stack and causes; the reference id is 32 hex digits. */
  readonly error: (message: string, error: unknown, reference?: string, request?: LoggedRequest) => void
  readonly info: (message: string) => void
}

/** What a log is told of the request in which an error came up; the path has no query. */
export type LoggedRequest = Pick<RequestFacts, 'method' | 'path' | 'userAgent'>

/** Writes nothing. What `Errors` has before it is given a log; `culprit()` gives it the application's logger. */
export const noLog: ErrorLog = { error() {}, info() {} }
