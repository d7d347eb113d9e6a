import type { Errors, Scope } from '../handlers/errors.ts'

/**
 * Returns whether what an adapter was given is a scope, and not a whole application.
 *
 * @throws {TypeError} when it is neither: nothing at all, or the function `culprit` instead of what it returns. Without
 * it the first request would fail, far from the mistake.
 */
export function isScope<Owner extends Errors<never> | Scope<never>>(
  owner: Owner,
): owner is Extract<Owner, Scope<never>> {
  const given: unknown = owner
  if (typeof given === 'object' && given !== null) {
    if ('path' in given && 'errors' in given) return true
    if ('dispatch' in given) return false
  }
  throw new TypeError(
    'The second argument must be what culprit() returns, or a scope of it, ' +
      `but it was ${given === null ? 'null' : `of type ${typeof given}`}.`,
  )
}
