import type { IncomingMessage } from 'node:http'

const current: unique symbol = Symbol('culprit.scopes')
const failure: unique symbol = Symbol('culprit.failure')

/** An error that left a scope, and the full names of the scopes it came through, innermost first. */
interface Failure {
  readonly error: unknown
  readonly scopes: readonly string[]
}

/** What scopes leave on a request; two symbols of this module, so that nothing of the application is touched. */
interface ScopeMarks {
  [current]?: readonly string[] | undefined
  [failure]?: Failure | undefined
}

/** A request that goes through scopes. */
export type ScopedRequest = IncomingMessage & ScopeMarks

/** Says that a request enters a part that belongs to a scope; returns what to give back to `leaveScope`. */
export function enterScope(req: ScopedRequest, path: readonly string[]): readonly string[] | undefined {
  const outer = req[current]
  req[current] = outer === undefined ? path : joined(path, outer)
  return outer
}

/** Says that a request left a scope unanswered (no route of it matched): it never counted (LKP-14). */
export function leaveScope(req: ScopedRequest, outer: readonly string[] | undefined): void {
  req[current] = outer
}

/** Says that an error leaves a scope. Only the innermost scope an error leaves is remembered. */
export function failScope(req: ScopedRequest, error: unknown, outer: readonly string[] | undefined): void {
  const known = req[failure]
  if (known === undefined || !Object.is(known.error, error)) {
    req[failure] = { error, scopes: req[current] ?? [] }
  }
  req[current] = outer
}

/** Returns the scopes an error came through, innermost first; `[]` when it was thrown outside of all of them. */
export function scopesOfError(req: ScopedRequest, error: unknown): readonly string[] {
  const known = req[failure]
  return known !== undefined && Object.is(known.error, error) ? known.scopes : (req[current] ?? [])
}

/** Returns the scopes of the route that a request ended in, whether it answered or failed. */
export function scopesOfEnd(req: ScopedRequest): readonly string[] {
  return req[current] ?? req[failure]?.scopes ?? []
}

/** A nested scope brings the names of its parents; only names it does not have are added. */
function joined(path: readonly string[], outer: readonly string[]): readonly string[] {
  const missing = outer.filter((name) => !path.includes(name))
  return missing.length === 0 ? path : [...path, ...missing]
}
