import { ancestryOf } from './ancestry.ts'
import type { ErrorClass } from './error-handler.ts'
import type { Failure } from './failure.ts'
import { isErrorClass, isHttpExceptionClass } from './handler-key.ts'
import {
  applicationScope,
  type HandlerMatch,
  type HandlerRegistry,
  type HandlersByClass,
} from './registry.ts'

/**
 * Returns the handler for an error, or undefined. First the code of the error's class is searched, then the handlers
 * without a code; in each the innermost scope comes first and the application last; in a scope the most specific class
 * wins. So an application's 404 handler beats a scope's HttpException handler, and a scope's Error handler beats the
 * application's TypeError handler. Nothing is remembered between errors (LKP-13).
 */
export function findHandler<Context>(
  registry: HandlerRegistry<Context>,
  failure: Pick<Failure<unknown>, 'error' | 'http'>,
  scopes: readonly string[],
): HandlerMatch<Context> | undefined {
  const own = findForOwnClass(registry, failure, scopes)
  if (own !== undefined) return own
  const ancestry = ancestryOf(failure.error, failure.http)
  // The class's code, never the instance's (LKP-9).
  const code = ancestry.find(isHttpExceptionClass)?.code
  const found = code === undefined ? undefined : findInScopes(registry, { code, ancestry, scopes })
  return found ?? findInScopes(registry, { code: undefined, ancestry, scopes })
}

/**
 * What most lookups of HTTP exceptions find: the application's handler for the very class, where no scope has any for its
 * code. The search would find the same, but lists all classes of the error first.
 */
function findForOwnClass<Context>(
  registry: HandlerRegistry<Context>,
  { error, http }: Pick<Failure<unknown>, 'error' | 'http'>,
  scopes: readonly string[],
): HandlerMatch<Context> | undefined {
  if (http !== error) return undefined
  const proto: object = Object.getPrototypeOf(error)
  const errorClass: unknown = proto.constructor
  if (!isErrorClass(errorClass) || !isHttpExceptionClass(errorClass)) return undefined
  // One that is inherited is not the error's own class.
  if (errorClass.prototype !== proto) return undefined
  const { code } = errorClass
  if (code === undefined) return undefined
  for (const scope of scopes) if (registry.get(scope, code) !== undefined) return undefined
  return registry.get(applicationScope, code)?.get(errorClass)
}

interface Search {
  readonly code: number | undefined
  readonly ancestry: readonly ErrorClass[]
  readonly scopes: readonly string[]
}

function findInScopes<Context>(
  registry: HandlerRegistry<Context>,
  search: Search,
): HandlerMatch<Context> | undefined {
  for (const scope of search.scopes) {
    const found = findInClasses(registry.get(scope, search.code), search.ancestry)
    if (found !== undefined) return found
  }
  return findInClasses(registry.get(applicationScope, search.code), search.ancestry)
}

function findInClasses<Context>(
  handlers: HandlersByClass<Context> | undefined,
  ancestry: readonly ErrorClass[],
): HandlerMatch<Context> | undefined {
  if (handlers === undefined) return undefined
  for (const errorClass of ancestry) {
    const match = handlers.get(errorClass)
    if (match !== undefined) return match
  }
  return undefined
}
