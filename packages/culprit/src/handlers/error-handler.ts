/**
 * Answers an error. May be async. It may return what the framework's own handlers return, a web `Response`, a string,
 * an object or array (JSON), `[body, status]`, `[body, headers]`, `[body, status, headers]`, or an HTTP exception.
 * The status is not inherited from the error: a body alone answers 200.
 */
export type ErrorHandler<E, Context> = (error: E, context: Context) => unknown

/** A class of errors, as handlers are registered for it. Its instances need not be made by `new` with no arguments. */
export type ErrorClass<E extends Error = Error> = abstract new (...args: never[]) => E

/**
 * Says that a class counts as others too, since a JavaScript class has one parent only: they are looked up right after
 * the class itself and before its parent. `class BadRequestKeyError extends BadRequest { static alsoMatches = [KeyError] }`
 */
export interface AlsoMatches {
  readonly alsoMatches?: readonly ErrorClass[]
}
