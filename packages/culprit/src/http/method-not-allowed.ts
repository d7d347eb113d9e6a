import { HttpException, type HttpExceptionOptions } from './http-exception.ts'
import type { HeaderList } from './reply.ts'

/** 405: the address exists, the method does not. `validMethods` are sorted, each once. */
export class MethodNotAllowed extends HttpException {
  static override readonly code: number = 405

  readonly validMethods: readonly string[]

  constructor(validMethods?: readonly string[] | null, options?: string | HttpExceptionOptions) {
    super(options)
    this.validMethods = [...new Set(validMethods ?? [])].sort()
  }

  /** Returns the header fields with `Allow`, if any method is allowed. */
  override getHeaders(): HeaderList {
    return this.validMethods.length === 0
      ? super.getHeaders()
      : [...super.getHeaders(), ['Allow', this.validMethods.join(', ')]]
  }
}
