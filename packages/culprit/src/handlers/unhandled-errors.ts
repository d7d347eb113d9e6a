/** Its constructor returns what it is given, so that a class under it adds private fields to objects of others. */
class Given {
  constructor(target: object) {
    return target
  }
}

/**
 * An error on the request context itself: a private field, which no other code sees and frozen objects take too. In a
 * `WeakMap` the error would lead back to the context, its key, and the garbage collector for young objects keeps those:
 * measured, 4 kB of each failed request waited for a full collection.
 */
class MarkedContext extends Given {
  readonly #owner: object
  readonly #error: Error

  constructor(context: object, owner: object, error: Error) {
    super(context)
    this.#owner = owner
    this.#error = error
  }

  static isMarked(context: object): boolean {
    return #owner in context
  }

  static errorOf(context: object, owner: object): Error | undefined {
    return #owner in context && context.#owner === owner ? context.#error : undefined
  }
}

/** The errors of one application that reached the 500 step, by request context: the first of each. */
export class UnhandledErrors {
  /** Of contexts that another application has marked, and of what can have no field. */
  readonly #unmarked = new WeakMap<object, Error>()

  /** Returns the error of a request; undefined when there was none, and for a context that is no object. */
  of(context: unknown): Error | undefined {
    if (typeof context !== 'object' || context === null) return undefined
    return MarkedContext.errorOf(context, this) ?? this.#unmarked.get(context)
  }

  /** Notes the error of a request, unless it has one. */
  note(context: unknown, error: Error): void {
    if (typeof context !== 'object' || context === null || this.of(context) !== undefined) return
    if (MarkedContext.isMarked(context)) {
      this.#unmarked.set(context, error)
      return
    }
    try {
      new MarkedContext(context, this, error)
    } catch {
      // An engine that keeps private fields, too, from frozen objects.
      this.#unmarked.set(context, error)
    }
  }
}
