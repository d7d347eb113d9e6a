/**
 * A value, or a promise of it. Most handlers answer at once, and each async function and each `await` on the way of an
 * answer costs time that all requests of an overloaded server wait for.
 */
export type Eventually<T> = T | Promise<T>

/** Returns whether `await` would wait for a value. Throws what its `then` throws when it is read. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  const isObject = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isObject && 'then' in value && typeof value.then === 'function'
}
