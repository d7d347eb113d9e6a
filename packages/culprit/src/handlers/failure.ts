import { adoptHttpError, type AdoptOptions } from '../http/adopt.ts'
import { HttpException } from '../http/http-exception.ts'
import { toError } from '../http/non-error-thrown.ts'
import { isResponse } from '../http/is-response.ts'
import type { Incident } from './incident.ts'

/** One thrown thing on its way to an answer. */
export interface Failure<Context> {
  /** Exactly what was thrown. */
  readonly thrown: unknown
  /** The same as an error: `NonErrorThrown` around what is none. */
  readonly error: Error
  /** The HTTP exception that it is, or that another library's HTTP error was adopted as. */
  readonly http: HttpException | undefined
  /** 32 hex digits; a failure of the handler keeps the id of the error it was to handle. */
  readonly reference: string
  readonly incident: Incident<Context>
}

/** What a failure is made with besides the thrown thing. */
export interface FailureOptions<Context> {
  readonly incident: Incident<Context>
  readonly reference: string
  /** Whether messages of parsers are kept in adopted errors (DBGH-3). */
  readonly debug: boolean
}

/** Returns what was thrown as a failure. A thrown web `Response` counts as `abort(response)`. Never throws. */
export function toFailure<Context>(thrown: unknown, options: FailureOptions<Context>): Failure<Context> {
  const { incident, reference, debug } = options
  if (HttpException.isHttpException(thrown)) {
    setReference(thrown, reference)
    return { thrown, error: thrown, http: thrown, reference, incident }
  }
  const error = isResponse(thrown) ? new HttpException({ response: thrown }) : toError(thrown)
  const { framework, chosenStatus } = incident
  const http = toHttp(error, { debug, plainStatusCode: framework.plainStatusCode, chosenStatus })
  if (http !== undefined) setReference(http, reference)
  return { thrown, error, http, reference, incident }
}

/** Returns a value as the HTTP exception it is or counts as, undefined for everything else. Never throws. */
export function toHttp(value: unknown, options: AdoptOptions): HttpException | undefined {
  if (HttpException.isHttpException(value)) return value
  try {
    return adoptHttpError(value, options)
  } catch {
    // A getter that throws.
    return undefined
  }
}

/** Writes the id on an exception, so that its page shows it; one that is frozen goes without. */
export function setReference(http: HttpException, reference: string): void {
  try {
    http.reference = reference
  } catch {
    // A setter or a proxy of the application: its page gets the id from the request.
  }
}
