const passed: unique symbol = Symbol('culprit.scopes')

/** How a request came through a scope: its full name and those around it, innermost first, and with what error. */
interface Passage {
  readonly scopes: readonly string[]
  /** Undefined when no error left the scope. */
  readonly failure: { readonly error: unknown } | undefined
}

/** What a request carries through its scopes, under a symbol of this module, so that nothing else is touched. */
interface Carrier {
  [passed]?: Passage
}

/**
 * Says that an error leaves a scope, on the object that goes through the whole request (a `Request`, Hono's context).
 * Only the innermost scope that an error leaves is remembered.
 */
export function failScope(carrier: Carrier & object, error: unknown, scopes: readonly string[]): void {
  const known = carrier[passed]?.failure
  if (known === undefined || !Object.is(known.error, error)) carrier[passed] = { scopes, failure: { error } }
}

/** Notes the scopes of the route a request is in; only teardown functions want to know. The last call counts. */
export function markScopes(carrier: Carrier & object, scopes: readonly string[]): void {
  carrier[passed] = { scopes, failure: undefined }
}

/** Returns the scopes that an error came through, innermost first; `[]` when it was thrown outside of all of them. */
export function scopesOfError(carrier: Carrier & object, error: unknown): readonly string[] {
  const known = carrier[passed]
  return known?.failure !== undefined && Object.is(known.failure.error, error) ? known.scopes : []
}

/** Returns the scopes that a request came through, whatever became of it; `[]` when it came through none. */
export function scopesOfRequest(carrier: Carrier & object): readonly string[] {
  return carrier[passed]?.scopes ?? []
}
