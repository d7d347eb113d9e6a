import { Given } from './given.ts'

/** The last id that was given to an error, or to something else that was thrown in a request. */
export interface LastReference {
  /** The application that gave it. */
  readonly owner: object
  readonly error: unknown
  /** The request it was given out for; undefined when it is for any. */
  context: unknown
  readonly id: string
  /** Whether it has been given out, but not dispatched yet. */
  isFree: boolean
}

/**
 * The last id on the error itself: a private field, which no other code sees, and which frozen objects and proxies take
 * too. In a `WeakMap` each value would lead back to its key, and the garbage collector for young objects keeps those,
 * with the whole request that the error came from: measured, that doubled the cost of a handled error.
 */
export class MarkedError extends Given {
  #last: LastReference

  private constructor(error: object, last: LastReference) {
    super(error)
    this.#last = last
  }

  /** Returns the last id of an error; undefined when it has none. Never throws. */
  static lastOf(error: object): LastReference | undefined {
    return #last in error ? error.#last : undefined
  }

  /** Marks an error. Returns false when it belongs to another application, or can have no field. Never throws. */
  static mark(error: object, last: LastReference): boolean {
    try {
      if (#last in error) {
        if (error.#last.owner !== last.owner) return false
        error.#last = last
        return true
      }
      new MarkedError(error, last)
      return true
    } catch {
      // An engine that keeps private fields, too, from frozen objects.
      return false
    }
  }
}
