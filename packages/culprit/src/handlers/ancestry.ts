import { defaultExceptions } from '../http/default-exceptions.ts'
import { HttpException } from '../http/http-exception.ts'
import type { AlsoMatches, ErrorClass } from './error-handler.ts'
import { isErrorClass } from './handler-key.ts'

/**
 * Returns the classes of an error, most specific first and `Error` last; `http` is the HTTP exception it is or was
 * adopted as. Right after a class come those it also counts as (`static alsoMatches`). An adopted error of another
 * library has its own classes, then those of the HTTP exception. At most 100 steps up each
 * chain; never throws.
 */
export function ancestryOf(error: Error, http: HttpException | undefined): readonly ErrorClass[] {
  try {
    const classes: ErrorClass[] = []
    addClasses(classes, Object.getPrototypeOf(error))
    if (http !== undefined) addHttpClasses(classes, error, http)
    classes.push(Error)
    return classes
  } catch {
    return http === undefined ? [Error] : [HttpException, Error]
  }
}

/** A proxy may have itself as its prototype. */
const limitDepth = 100

function addClasses(classes: ErrorClass[], start: object | null): void {
  let proto = start
  // Above `Error` there is nothing but Object.
  for (let depth = 0; proto !== null && proto !== Error.prototype && depth < limitDepth; depth += 1) {
    const own = classOf(proto)
    proto = Object.getPrototypeOf(proto)
    if (own === undefined || own === Error || classes.includes(own)) continue
    classes.push(own)
    if (Object.hasOwn(own, 'alsoMatches')) addAlsoMatches(classes, own)
  }
}

function addAlsoMatches(classes: ErrorClass[], own: ErrorClass & AlsoMatches): void {
  for (const also of own.alsoMatches ?? []) if (!classes.includes(also)) addClasses(classes, also.prototype)
}

/** Errors of another library, or of another copy of this one, are also what this copy's class for their code says. */
function addHttpClasses(classes: ErrorClass[], error: Error, http: HttpException): void {
  if (http !== error) addClasses(classes, Object.getPrototypeOf(http))
  if (classes.includes(HttpException) || http.code === undefined) return
  addClasses(classes, (defaultExceptions.get(http.code) ?? HttpException).prototype)
}

/** Returns the class whose prototype it is. The built-in errors of another realm (`node:vm`) count as the ones here. */
function classOf(proto: object): ErrorClass | undefined {
  // A descriptor would say the same, but making one costs more than all the rest of the lookup.
  const constructor: unknown = Object.hasOwn(proto, 'constructor')
    ? Reflect.get(proto, 'constructor')
    : undefined
  if (isErrorClass(constructor)) return constructor
  return typeof constructor === 'function' ? builtIns.get(constructor.name) : undefined
}

const builtIns: ReadonlyMap<string, ErrorClass> = new Map<string, ErrorClass>(
  [AggregateError, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError].map((one) => [
    one.name,
    one,
  ]),
)
