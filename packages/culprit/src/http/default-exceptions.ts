import { BadRequest } from './bad-request.ts'
import * as client from './client-errors.ts'
import type { HttpException } from './http-exception.ts'
import { MethodNotAllowed } from './method-not-allowed.ts'
import { RequestedRangeNotSatisfiable } from './range-not-satisfiable.ts'
import { TooManyRequests } from './retry-after.ts'
import * as server from './server-errors.ts'
import { Unauthorized } from './unauthorized.ts'

/** A class of HTTP exceptions that can be made of whatever arguments `abort` is given. */
export interface HttpExceptionClass {
  // The arguments differ by class; `abort` types them where the code is known, and they are the caller's otherwise.
  new (...args: never[]): HttpException
  readonly code: number | undefined
}

/** The class of each code that `abort` and handlers know. */
export interface DefaultExceptions {
  readonly 400: typeof BadRequest
  readonly 401: typeof Unauthorized
  readonly 403: typeof client.Forbidden
  readonly 404: typeof client.NotFound
  readonly 405: typeof MethodNotAllowed
  readonly 406: typeof client.NotAcceptable
  readonly 408: typeof client.RequestTimeout
  readonly 409: typeof client.Conflict
  readonly 410: typeof client.Gone
  readonly 411: typeof client.LengthRequired
  readonly 412: typeof client.PreconditionFailed
  readonly 413: typeof client.RequestEntityTooLarge
  readonly 414: typeof client.RequestURITooLarge
  readonly 415: typeof client.UnsupportedMediaType
  readonly 416: typeof RequestedRangeNotSatisfiable
  readonly 417: typeof client.ExpectationFailed
  readonly 418: typeof client.ImATeapot
  readonly 421: typeof client.MisdirectedRequest
  readonly 422: typeof client.UnprocessableEntity
  readonly 423: typeof client.Locked
  readonly 424: typeof client.FailedDependency
  readonly 428: typeof client.PreconditionRequired
  readonly 429: typeof TooManyRequests
  readonly 431: typeof client.RequestHeaderFieldsTooLarge
  readonly 451: typeof client.UnavailableForLegalReasons
  readonly 500: typeof server.InternalServerError
  readonly 501: typeof server.NotImplemented
  readonly 502: typeof server.BadGateway
  readonly 503: typeof server.ServiceUnavailable
  readonly 504: typeof server.GatewayTimeout
  readonly 505: typeof server.HTTPVersionNotSupported
}

/** What a handler for a code is given: exceptions of the code's class, or any where the code is known at run time only. */
export type ExceptionOf<Code extends number> = Code extends keyof DefaultExceptions
  ? InstanceType<DefaultExceptions[Code]>
  : HttpException

const table: DefaultExceptions = {
  400: BadRequest,
  401: Unauthorized,
  403: client.Forbidden,
  404: client.NotFound,
  405: MethodNotAllowed,
  406: client.NotAcceptable,
  408: client.RequestTimeout,
  409: client.Conflict,
  410: client.Gone,
  411: client.LengthRequired,
  412: client.PreconditionFailed,
  413: client.RequestEntityTooLarge,
  414: client.RequestURITooLarge,
  415: client.UnsupportedMediaType,
  416: RequestedRangeNotSatisfiable,
  417: client.ExpectationFailed,
  418: client.ImATeapot,
  421: client.MisdirectedRequest,
  422: client.UnprocessableEntity,
  423: client.Locked,
  424: client.FailedDependency,
  428: client.PreconditionRequired,
  429: TooManyRequests,
  431: client.RequestHeaderFieldsTooLarge,
  451: client.UnavailableForLegalReasons,
  500: server.InternalServerError,
  501: server.NotImplemented,
  502: server.BadGateway,
  503: server.ServiceUnavailable,
  504: server.GatewayTimeout,
  505: server.HTTPVersionNotSupported,
}

/** The class of each status code; the first of a code wins, so 400 is `BadRequest`. 308 is not in it. */
export const defaultExceptions: ReadonlyMap<number, HttpExceptionClass> = new Map<number, HttpExceptionClass>(
  Object.entries(table).map(([code, exception]): [number, HttpExceptionClass] => [Number(code), exception]),
)
