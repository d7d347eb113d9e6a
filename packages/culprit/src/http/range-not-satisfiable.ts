import { HttpException, type HttpExceptionOptions } from './http-exception.ts'
import type { HeaderList } from './reply.ts'

/** 416: the range asked for is outside of the thing. `length` is the size of the whole, in `units`. */
export class RequestedRangeNotSatisfiable extends HttpException {
  static override readonly code: number = 416

  readonly length: number | undefined
  readonly units: string

  constructor(length?: number | null, units = 'bytes', options?: string | HttpExceptionOptions) {
    super(options)
    this.length = length ?? undefined
    this.units = units
  }

  /** Returns the header fields with `Content-Range`, if the length is known; zero is a length. */
  override getHeaders(): HeaderList {
    return this.length === undefined
      ? super.getHeaders()
      : [...super.getHeaders(), ['Content-Range', `${this.units} */${this.length}`]]
  }
}
