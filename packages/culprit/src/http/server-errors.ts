import { HttpException, type HttpExceptionOptions } from './http-exception.ts'
import { RetryAfterException } from './retry-after.ts'

/** What an internal server error can be given. */
export interface InternalServerErrorOptions extends HttpExceptionOptions {
  /** The error that nobody handled; it becomes the `cause` too. */
  readonly originalException?: Error | undefined
}

/**
 * 500: what a visitor gets for an error that nobody handled. `originalException` is that error, undefined when the
 * application asked for a 500 itself.
 */
export class InternalServerError extends HttpException {
  static override readonly code: number = 500

  readonly originalException: Error | undefined

  constructor(options?: string | InternalServerErrorOptions) {
    const given = typeof options === 'string' ? { description: options } : (options ?? {})
    const original = 'originalException' in given ? given.originalException : undefined
    super(original === undefined || given.cause !== undefined ? given : { ...given, cause: original })
    this.originalException = original
  }
}

/** 501: the server does not know how. */
export class NotImplemented extends HttpException {
  static override readonly code: number = 501
}

/** 502: a server further on answered nonsense. */
export class BadGateway extends HttpException {
  static override readonly code: number = 502
}

/** 503: not now. Takes `retryAfter`. */
export class ServiceUnavailable extends RetryAfterException {
  static override readonly code: number = 503
}

/** 504: a server further on did not answer in time. */
export class GatewayTimeout extends HttpException {
  static override readonly code: number = 504
}

/** 505: a version of HTTP that is not spoken here. */
export class HTTPVersionNotSupported extends HttpException {
  static override readonly code: number = 505
}
