import { HttpException } from './http-exception.ts'
import { defaultExceptions, type DefaultExceptions, type HttpExceptionClass } from './default-exceptions.ts'
import { isResponse } from './is-response.ts'

/** What `abort(code, ...)` takes after a code: the arguments of the class that the code stands for. */
export type AbortArguments<Code extends number> = Code extends keyof DefaultExceptions
  ? ConstructorParameters<DefaultExceptions[Code]>
  : readonly unknown[]

/** A status code that stands for no exception class. */
export class LookupError extends Error {
  static {
    this.prototype.name = 'LookupError'
  }
}

/** Which codes an aborter knows. */
export interface AborterOptions {
  /** Replaces the default table. */
  readonly mapping?: ClassTable | undefined
  /** Comes on top of the table. */
  readonly extra?: ClassTable | undefined
}

/** Throws the exception of a status code, by a table that an application may replace or extend. */
export class Aborter {
  readonly #classes: ReadonlyMap<number, HttpExceptionClass>

  constructor(options: AborterOptions = {}) {
    const { mapping = defaultExceptions, extra = {} } = options
    this.#classes = new Map([...entriesOf(mapping), ...entriesOf(extra)])
  }

  /**
   * Throws the exception of a code, made of the arguments that follow, or one that carries a whole `Response`.
   * @throws {LookupError} when the table has no class for the code
   */
  abort(code: number | Response, ...args: readonly unknown[]): never {
    const found = typeof code === 'number' ? this.#classes.get(code) : undefined
    if (found === undefined) throw unknownCode(code)
    // What the class takes is the caller's to know.
    throw new found(...(args as readonly never[]))
  }
}

/**
 * Throws the exception of a status code: `abort(404)`, `abort(404, 'No such user')`, `abort(405, ['GET'])`,
 * `abort(401, { wwwAuthenticate: 'Basic' })`. What follows the code is given to the class. `abort(response)` ends the
 * request with that `Response`, and no handler is asked.
 * @throws {LookupError} when there is no exception for the code
 */
export function abort(response: Response): never
export function abort<const Code extends number>(code: Code, ...args: AbortArguments<Code>): never
export function abort(code: number | Response, ...args: readonly unknown[]): never {
  // Made and thrown here: each function on the stack costs time, and takes the place of one of the application's.
  const found = typeof code === 'number' ? defaultExceptions.get(code) : undefined
  if (found === undefined) throw unknownCode(code)
  // What the class takes, by the signature for callers.
  throw new found(...(args as readonly never[]))
}

/** What is thrown for something that stands for no class: a response is carried, everything else is a mistake. */
function unknownCode(code: unknown): HttpException | LookupError | TypeError {
  if (typeof code === 'number') return new LookupError(`no exception for ${code}`)
  if (isResponse(code)) return new HttpException({ response: code })
  return new TypeError(
    `abort() takes a status code or a Response, but it was given ${code === null ? 'null' : typeof code}.`,
  )
}

type ClassTable = ReadonlyMap<number, HttpExceptionClass> | Readonly<Record<number, HttpExceptionClass>>

function entriesOf(table: ClassTable): readonly (readonly [number, HttpExceptionClass])[] {
  return table instanceof Map
    ? [...table]
    : Object.entries(table).map(([code, exception]) => [Number(code), exception] as const)
}
