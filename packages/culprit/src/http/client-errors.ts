import { HttpException } from './http-exception.ts'

/** 403: the visitor is known, but may not. */
export class Forbidden extends HttpException {
  static override readonly code: number = 403
}

/** 404: there is nothing at this address. */
export class NotFound extends HttpException {
  static override readonly code: number = 404
}

/** 406: nothing here has a form that the client accepts. */
export class NotAcceptable extends HttpException {
  static override readonly code: number = 406
}

/** 408: the request was not complete in time. */
export class RequestTimeout extends HttpException {
  static override readonly code: number = 408
}

/** 409: the request conflicts with the state of the thing. */
export class Conflict extends HttpException {
  static override readonly code: number = 409
}

/** 410: it was here, and will not come back. */
export class Gone extends HttpException {
  static override readonly code: number = 410
}

/** 411: the request has no `Content-Length`. */
export class LengthRequired extends HttpException {
  static override readonly code: number = 411
}

/** 412: a condition of the request does not hold. */
export class PreconditionFailed extends HttpException {
  static override readonly code: number = 412
}

/** 413: the body is larger than allowed. */
export class RequestEntityTooLarge extends HttpException {
  static override readonly code: number = 413
}

/** 414: the address is longer than allowed. */
export class RequestURITooLarge extends HttpException {
  static override readonly code: number = 414
}

/** 415: the body has a type that is not taken here. */
export class UnsupportedMediaType extends HttpException {
  static override readonly code: number = 415
}

/** 417: the `Expect` header cannot be met. */
export class ExpectationFailed extends HttpException {
  static override readonly code: number = 417
}

/** 418: coffee was asked of a teapot. */
export class ImATeapot extends HttpException {
  static override readonly code: number = 418
}

/** 421: this server cannot answer for the host. */
export class MisdirectedRequest extends HttpException {
  static override readonly code: number = 421
}

/** 422: the request is well-formed, and wrong. */
export class UnprocessableEntity extends HttpException {
  static override readonly code: number = 422
}

/** 423: the thing is locked. */
export class Locked extends HttpException {
  static override readonly code: number = 423
}

/** 424: another action failed that this one needed. */
export class FailedDependency extends HttpException {
  static override readonly code: number = 424
}

/** 428: the request must name the version it wants to change. */
export class PreconditionRequired extends HttpException {
  static override readonly code: number = 428
}

/** 431: the header fields are larger than allowed. */
export class RequestHeaderFieldsTooLarge extends HttpException {
  static override readonly code: number = 431
}

/** 451: the law forbids to show it. */
export class UnavailableForLegalReasons extends HttpException {
  static override readonly code: number = 451
}
