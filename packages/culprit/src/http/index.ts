/** HTTP exceptions and what they look like: `culprit/http`. */
export { html, raw, SafeHtml } from '../html/html.ts'
export type { HtmlValue } from '../html/html.ts'
export { abort, Aborter, LookupError } from './abort.ts'
export type { AbortArguments, AborterOptions } from './abort.ts'
export { adoptHttpError } from './adopt.ts'
export type { AdoptOptions } from './adopt.ts'
export {
  BadHost,
  BadRequest,
  BadRequestKeyError,
  ClientDisconnected,
  KeyError,
  SecurityError,
} from './bad-request.ts'
export {
  Conflict,
  ExpectationFailed,
  FailedDependency,
  Forbidden,
  Gone,
  ImATeapot,
  LengthRequired,
  Locked,
  MisdirectedRequest,
  NotAcceptable,
  NotFound,
  PreconditionFailed,
  PreconditionRequired,
  RequestEntityTooLarge,
  RequestHeaderFieldsTooLarge,
  RequestTimeout,
  RequestURITooLarge,
  UnavailableForLegalReasons,
  UnprocessableEntity,
  UnsupportedMediaType,
} from './client-errors.ts'
export { defaultExceptions } from './default-exceptions.ts'
export type { DefaultExceptions, HttpExceptionClass } from './default-exceptions.ts'
export { createErrorPages } from './error-pages.ts'
export type { ErrorPages, ErrorPagesDeps } from './error-pages.ts'
export { HttpException } from './http-exception.ts'
export type { HttpExceptionOptions } from './http-exception.ts'
export { MethodNotAllowed } from './method-not-allowed.ts'
export { negotiate } from './negotiate.ts'
export type { Representation } from './negotiate.ts'
export { NonErrorThrown, toError } from './non-error-thrown.ts'
export type { CustomPage, ErrorPagesOptions, PageBrand, PageLink, PageModel } from './page-options.ts'
export type { FeedbackTexts, GivenTexts, PageTexts, StatusText } from './page-texts.ts'
export type { ErrorProblem, ProblemDetails } from './problem.ts'
export { RequestedRangeNotSatisfiable } from './range-not-satisfiable.ts'
export type { HeaderList, HeadersInput, PageRequest, Reply } from './reply.ts'
export { RequestRedirect } from './request-redirect.ts'
export { TooManyRequests } from './retry-after.ts'
export type { RetryAfterOptions } from './retry-after.ts'
export {
  BadGateway,
  GatewayTimeout,
  HTTPVersionNotSupported,
  InternalServerError,
  NotImplemented,
  ServiceUnavailable,
} from './server-errors.ts'
export type { InternalServerErrorOptions } from './server-errors.ts'
export { isStaleHeader } from './stale-headers.ts'
export { statusDescription, statusPhrase } from './status.ts'
export { Unauthorized } from './unauthorized.ts'
export type { UnauthorizedOptions } from './unauthorized.ts'
