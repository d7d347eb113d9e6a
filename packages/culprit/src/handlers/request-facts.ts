import type { RequestData } from './request-data.ts'

/**
 * What dispatch has to know of a request, whatever framework serves it. An adapter fills it once an error has been
 * thrown, never before.
 */
export interface RequestFacts {
  /** The method in capitals. */
  readonly method: string
  /** The path as it was asked for, without query string. */
  readonly path: string
  /** The `Accept` header; undefined when the client sent none. */
  readonly accept?: string | undefined
  /** The `Accept-Language` header. */
  readonly acceptLanguage?: string | undefined
  /** The `User-Agent` header. */
  readonly userAgent?: string | undefined
  /** Whether the client has gone away, so that nobody is left to answer. */
  readonly disconnected: boolean
  /** Where the application is mounted in another one: empty or missing, or `/shop`. */
  readonly mount?: string | undefined
  /** Reads what a report tells of the request; called only when an error is reported. It may throw. */
  readonly data?: (() => RequestData) | undefined
  /** The object that stands for the request, the same one that `RequestOrigin.source` was; see there. */
  readonly source?: object | undefined
}
