import { defaultExceptions } from '../http/default-exceptions.ts'
import { HttpException } from '../http/http-exception.ts'
import type { ErrorClass } from './error-handler.ts'

/** The slot a handler is filed under: the class's status code (undefined for all that is no HTTP error), then the class. */
export interface HandlerKey {
  readonly code: number | undefined
  readonly errorClass: ErrorClass
}

const allowed = 'Handlers can only be registered for Error classes or HTTP error codes.'

/**
 * Returns the slot for a status code of the default table (`404` and `NotFound` are the same slot) or a class of errors.
 *
 * @throws {RangeError} when the number is not in the table (REG-8).
 * @throws {TypeError} when it is an instance (REG-9), a class of something else (REG-10) or neither (REG-11).
 */
export function toHandlerKey(codeOrClass: unknown): HandlerKey {
  if (typeof codeOrClass === 'number' || typeof codeOrClass === 'boolean') return keyOfCode(codeOrClass)
  if (isErrorClass(codeOrClass)) return { code: classCode(codeOrClass), errorClass: codeOrClass }
  if (codeOrClass instanceof Error) {
    throw new TypeError(`${describeError(codeOrClass)} is an instance, not a class. ${allowed}`)
  }
  if (typeof codeOrClass === 'function') {
    throw new TypeError(`'${codeOrClass.name}' is not a subclass of Error. ${allowed}`)
  }
  throw new TypeError(`${describe(codeOrClass)} is neither a class nor a status code. ${allowed}`)
}

/** The status code that a class stands for in lookups; undefined for all but HTTP exceptions that have one. */
function classCode(errorClass: ErrorClass): number | undefined {
  return isHttpExceptionClass(errorClass) ? errorClass.code : undefined
}

function keyOfCode(code: number | boolean): HandlerKey {
  const errorClass = typeof code === 'number' ? defaultExceptions.get(code) : undefined
  if (errorClass === undefined) {
    throw new RangeError(
      `'${code}' is not a recognized HTTP error code. Use a subclass of HttpException with that code instead.`,
    )
  }
  return { code: classCode(errorClass), errorClass }
}

/** Returns whether a value is `Error` or a subclass of it. */
export function isErrorClass(value: unknown): value is ErrorClass {
  return typeof value === 'function' && (value === Error || value.prototype instanceof Error)
}

/** Returns whether a class is `HttpException` or a subclass of it. */
export function isHttpExceptionClass(
  errorClass: ErrorClass,
): errorClass is ErrorClass & typeof HttpException {
  return errorClass === HttpException || errorClass.prototype instanceof HttpException
}

/** Objects are not looked into: they may be anything. */
function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  return typeof value === 'object' && value !== null ? 'object' : String(value)
}

function describeError(error: Error): string {
  if (HttpException.isHttpException(error)) return `<${error.name} '${error.code ?? '???'}: ${error.phrase}'>`
  return `${error.name}(${JSON.stringify(error.message)})`
}
