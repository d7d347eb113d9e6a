import type { Handler } from './handler.ts'

/**
 * The handlers that were added to loggers of one manager. They are held weakly: a handler that nobody uses any
 * more may go.
 */
export class HandlerRegistry {
  #refs: WeakRef<Handler>[] = []

  /** Takes note of a handler; again does nothing. */
  add(handler: Handler): void {
    const kept = this.#refs.filter((ref) => ref.deref() !== undefined)
    if (!kept.some((ref) => ref.deref() === handler)) kept.push(new WeakRef(handler))
    this.#refs = kept
  }

  /** Returns the handlers in reverse order of their making. */
  newestFirst(): readonly Handler[] {
    return this.#all().sort((a, b) => b.createdAt - a.createdAt)
  }

  /** Returns the handler with a name, the newest if several have it. */
  byName(name: string): Handler | undefined {
    return this.newestFirst().find((handler) => handler.name === name)
  }

  /** Returns the names that handlers have. */
  names(): ReadonlySet<string> {
    return new Set(this.#all().flatMap(({ name }) => (name === undefined ? [] : [name])))
  }

  #all(): Handler[] {
    return this.#refs.flatMap((ref) => ref.deref() ?? [])
  }
}
