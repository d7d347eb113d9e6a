import { randomUUID } from 'node:crypto'

/** Returns a new reference id: 32 hex digits, also the event's id in the tracker. */
export function newReference(): string {
  return randomUUID().replaceAll('-', '')
}

/**
 * The reference ids of the errors of one application. An id given out on demand is the one its error is dispatched with;
 * an error object that is dispatched again (a shared instance) gets a new id, since ids are unique in the tracker.
 */
export class References {
  readonly #mint: () => string
  readonly #byError = new WeakMap<object, { readonly id: string; readonly dispatched: boolean }>()

  constructor(mint: () => string = newReference) {
    this.#mint = mint
  }

  /** Returns the id of an error, a new one when it has none. Strings, numbers and the like get a new one each time. */
  of(error: unknown): string {
    const known = isObject(error) ? this.#byError.get(error) : undefined
    return known?.id ?? this.assign(error, this.#mint(), false)
  }

  /** Returns the id for an error that is dispatched now. */
  take(error: unknown): string {
    const known = isObject(error) ? this.#byError.get(error) : undefined
    return this.assign(error, known?.dispatched === false ? known.id : this.#mint())
  }

  /** Makes an id that of an error, and returns it. */
  assign(error: unknown, id: string, dispatched = true): string {
    if (isObject(error)) this.#byError.set(error, { id, dispatched })
    return id
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
