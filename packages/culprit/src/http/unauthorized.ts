import { HttpException, type HttpExceptionOptions } from './http-exception.ts'
import type { HeaderList } from './reply.ts'

/** What `Unauthorized` can be given. */
export interface UnauthorizedOptions extends HttpExceptionOptions {
  /** One challenge or several; each becomes a header field of its own. */
  readonly wwwAuthenticate?: string | readonly string[] | undefined
}

/** 401: the visitor must say who they are. */
export class Unauthorized extends HttpException {
  static override readonly code: number = 401

  readonly wwwAuthenticate: readonly string[]

  constructor(options?: string | UnauthorizedOptions) {
    super(options)
    const given = typeof options === 'object' ? options.wwwAuthenticate : undefined
    this.wwwAuthenticate = typeof given === 'string' ? [given] : (given ?? [])
  }

  /** Returns the header fields with one `WWW-Authenticate` for each challenge. */
  override getHeaders(): HeaderList {
    return [...super.getHeaders(), ...this.wwwAuthenticate.map((one) => ['WWW-Authenticate', one] as const)]
  }
}
