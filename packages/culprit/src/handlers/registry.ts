import type { ErrorClass, ErrorHandler } from './error-handler.ts'
import type { HandlerKey } from './handler-key.ts'

/** The name under which the handlers of the application itself are filed; a scope's name is never empty. */
export const applicationScope = ''

/** A handler whatever the error it is for: lookup alone makes sure that it gets an error of its class. */
export type AnyErrorHandler<Context> = ErrorHandler<never, Context>

/** A handler, and the class it was registered for. */
export interface HandlerMatch<Context> {
  readonly handler: AnyErrorHandler<Context>
  readonly errorClass: ErrorClass
}

/** What one scope has for one code. */
export type HandlersByClass<Context> = ReadonlyMap<ErrorClass, HandlerMatch<Context>>

/** A handler and where it is filed. */
export interface FiledHandler<Context> {
  readonly scope: string
  readonly key: HandlerKey
  readonly handler: AnyErrorHandler<Context>
}

/**
 * The handlers of one application, scope -> code -> class -> handler (REG-7). The code is the class's, undefined for all
 * that is no HTTP error:
 *
 *     { '': { 404: { NotFound: f }, undefined: { TypeError: g } }, 'admin.users': { 403: { Forbidden: h } } }
 */
export class HandlerRegistry<Context> {
  readonly #scopes = new Map<string, Map<number | undefined, Map<ErrorClass, HandlerMatch<Context>>>>()

  /** Files a handler; the last one filed in a slot is the one that counts (REG-6). */
  set({ scope, key, handler }: FiledHandler<Context>): void {
    const codes = getOrMake(this.#scopes, scope, () => new Map())
    const { code, errorClass } = key
    getOrMake(codes, code, () => new Map()).set(errorClass, { handler, errorClass })
  }

  /** Returns what a scope has for a code; undefined when it has nothing. */
  get(scope: string, code: number | undefined): HandlersByClass<Context> | undefined {
    return this.#scopes.get(scope)?.get(code)
  }
}

function getOrMake<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
