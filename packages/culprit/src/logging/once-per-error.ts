import type { FilterFunction } from './filter.ts'

/** How `oncePerError` recognises a repetition. */
export interface OncePerErrorOptions {
  /** How long an error is remembered after it was seen. @default 5000 */
  readonly windowMs?: number | undefined
  readonly now?: (() => number) | undefined
  /** Told of each record that was dropped. */
  readonly onDrop?: (() => void) | undefined
}

/** By which logger an error came, and when. */
interface Sighting {
  readonly logger: string
  readonly at: number
}

/**
 * Returns a filter for one handler that lets each error through once when it comes by several ways: a database
 * library, the framework's logger and the error handler may all log the same error. A record is dropped when its
 * very error object came from another logger within the window; the same logger may log an error again.
 */
export function oncePerError({
  windowMs = 5000,
  now = Date.now,
  onDrop,
}: OncePerErrorOptions = {}): FilterFunction {
  const seen = new WeakMap<object, Sighting>()
  return ({ error, name }) => {
    if (typeof error !== 'object' || error === null) return true
    const before = seen.get(error)
    const at = now()
    if (before !== undefined && before.logger !== name && at - before.at < windowMs) {
      onDrop?.()
      return false
    }
    seen.set(error, { logger: name, at })
    return true
  }
}
