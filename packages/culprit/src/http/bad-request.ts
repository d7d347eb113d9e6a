import { HttpException, type HttpExceptionOptions } from './http-exception.ts'

/** 400: the request cannot be understood. */
export class BadRequest extends HttpException {
  static override readonly code: number = 400
}

/** A key that something keyed (form fields, query, headers) does not have. */
export class KeyError extends Error {
  static {
    this.prototype.name = 'KeyError'
  }

  readonly key: string

  constructor(key: string) {
    super(`no such key: ${key}`)
    this.key = key
  }
}

/**
 * 400: a field is missing. Handlers of `KeyError` get it too. The key is part of `description` only once
 * `showException` is true, which dispatch sets in debug mode; visitors do not learn names of fields.
 */
export class BadRequestKeyError extends BadRequest {
  /** Counts as a `KeyError` in the lookup of handlers; JavaScript has no second parent. */
  static readonly alsoMatches: readonly (abstract new (...args: never[]) => Error)[] = [KeyError]

  readonly key: string | undefined
  readonly #description: string
  #showException = false

  constructor(key?: string, options?: string | HttpExceptionOptions) {
    super(options)
    this.key = key
    this.#description = this.description
  }

  /** Whether the visitor is told the key. */
  get showException(): boolean {
    return this.#showException
  }

  set showException(shown: boolean) {
    this.#showException = shown
    this.description =
      shown && this.key !== undefined ? `${this.#description}\nKeyError: '${this.key}'` : this.#description
  }
}

/** 400: the client went away before its request was read. Nobody is answered, and nothing is reported. */
export class ClientDisconnected extends BadRequest {}

/** 400: the request looks like an attempt at something, such as a path that leaves its folder. */
export class SecurityError extends BadRequest {}

/** 400: the host named by the request is not one of the application's. */
export class BadHost extends BadRequest {}
