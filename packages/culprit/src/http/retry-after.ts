import { HttpException, type HttpExceptionOptions } from './http-exception.ts'
import type { HeaderList } from './reply.ts'

/** What exceptions take that mean "later". */
export interface RetryAfterOptions extends HttpExceptionOptions {
  /** Seconds from now, or the moment. Zero and undefined send no header. */
  readonly retryAfter?: number | Date | undefined
}

/** An HTTP exception that can say when to try again. Not for use by itself. */
export abstract class RetryAfterException extends HttpException {
  readonly retryAfter: number | Date | undefined

  constructor(options?: string | RetryAfterOptions) {
    super(options)
    this.retryAfter = typeof options === 'object' ? options.retryAfter : undefined
  }

  /** Returns the header fields with `Retry-After`. Source: https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3 */
  override getHeaders(): HeaderList {
    const value = retryAfterValue(this.retryAfter)
    return value === undefined ? super.getHeaders() : [...super.getHeaders(), ['Retry-After', value]]
  }
}

/** 429: too many requests in a time. Takes `retryAfter`. */
export class TooManyRequests extends RetryAfterException {
  static override readonly code: number = 429
}

/** Seconds are rounded up, so that nobody comes too early; what is no number or date is left out. */
function retryAfterValue(value: number | Date | undefined): string | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toUTCString()
  return value !== undefined && Number.isFinite(value) && value > 0 ? String(Math.ceil(value)) : undefined
}
