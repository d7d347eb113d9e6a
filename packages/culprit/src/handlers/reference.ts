import { randomUUID } from 'node:crypto'

/** Returns a new reference id: 32 hex digits, also the event's id in the tracker. */
export function newReference(): string {
  return randomUUID().replaceAll('-', '')
}

/**
 * The reference ids of the errors of one application. An id that was given out for an error is the one it is dispatched
 * with. An error object that is thrown in another request too (a shared instance) gets another id there, since ids are
 * unique in the tracker. Nothing is kept longer than the errors and the requests themselves.
 */
export class References {
  readonly #mint: () => string
  /** The last id of an error; `isFree` while no request has claimed it. */
  readonly #byError = new WeakMap<object, { readonly id: string; readonly isFree: boolean }>()
  /** The last error of a request, by its context; `isDispatched` once the id is used up. */
  readonly #byContext = new WeakMap<object, ClaimedReference>()

  constructor(mint: () => string = newReference) {
    this.#mint = mint
  }

  /**
   * Returns the id of an error, with a request context the one it has or will have there. Without one, strings, numbers
   * and the like get a new id each time.
   */
  of(error: unknown, context?: unknown): string {
    if (isObject(context)) return this.#claimedIn(context, error)?.id ?? this.#claim(error, context, false)
    const known = isObject(error) ? this.#byError.get(error) : undefined
    if (known !== undefined) return known.id
    const id = this.#mint()
    if (isObject(error)) this.#byError.set(error, { id, isFree: true })
    return id
  }

  /** Returns the id for an error that is dispatched now. */
  take(error: unknown, context: unknown): string {
    const claimed = isObject(context) ? this.#claimedIn(context, error) : undefined
    if (claimed === undefined || claimed.isDispatched) return this.#claim(error, context, true)
    claimed.isDispatched = true
    return claimed.id
  }

  /** Makes an id that of an error too. */
  assign(error: unknown, id: string): void {
    if (isObject(error)) this.#byError.set(error, { id, isFree: false })
  }

  #claimedIn(context: object, error: unknown): ClaimedReference | undefined {
    const claimed = this.#byContext.get(context)
    return claimed !== undefined && Object.is(claimed.error, error) ? claimed : undefined
  }

  #claim(error: unknown, context: unknown, isDispatched: boolean): string {
    const known = isObject(error) ? this.#byError.get(error) : undefined
    const id = known?.isFree === true ? known.id : this.#mint()
    this.assign(error, id)
    if (isObject(context)) this.#byContext.set(context, { error, id, isDispatched })
    return id
  }
}

interface ClaimedReference {
  readonly error: unknown
  readonly id: string
  isDispatched: boolean
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
