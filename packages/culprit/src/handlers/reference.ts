import { type LastReference, MarkedError } from './last-reference.ts'

const idBytes = 16
const idDigits = 2 * idBytes
/** As many ids' randomness is asked for at once, since asking costs more than all the rest. */
const randomCount = 512
/** Ids are cut out of a text of as many. One that lives on keeps them all: 4 kB. */
const poolSize = 128

/**
 * Returns a function that returns a new reference id each time: a UUID of version 4 (RFC 9562) as 32 hex digits, also the
 * event's id in the tracker.
 */
export function createMint(): () => string {
  const bytes = Buffer.alloc(randomCount * idBytes)
  let unused = bytes.length
  let pool = ''
  let next = 0
  return () => {
    if (next === pool.length) {
      if (unused === bytes.length) {
        fillWithIds(bytes)
        unused = 0
      }
      pool = bytes.toString('hex', unused, unused + poolSize * idBytes)
      unused += poolSize * idBytes
      next = 0
    }
    next += idDigits
    return pool.slice(next - idDigits, next)
  }
}

function fillWithIds(bytes: Buffer<ArrayBuffer>): void {
  // The global one: Node loads its own with the first use, not when a program starts.
  crypto.getRandomValues(bytes)
  for (let start = 0; start < bytes.length; start += idBytes) {
    bytes[start + 6] = ((bytes[start + 6] ?? 0) & 0x0f) | 0x40
    bytes[start + 8] = ((bytes[start + 8] ?? 0) & 0x3f) | 0x80
  }
}

/**
 * The reference ids of the errors of one application. An id that was given out for an error is the one it is dispatched
 * with. An error object that is thrown in another request too (a shared instance) gets another id there, since ids are
 * unique in the tracker. An error that lives on keeps the context of its last request, and nothing else is kept.
 */
export class References {
  readonly #mint: () => string
  /** By request, where a string or the like was thrown; and by error, where the error cannot be marked. */
  #unmarked: WeakMap<object, LastReference> | undefined

  constructor(mint: () => string = createMint()) {
    this.#mint = mint
  }

  /**
   * Returns the id of an error, with a request context the one it has or will have there. Without one, strings, numbers
   * and the like get a new id each time.
   */
  of(error: unknown, context?: unknown): string {
    const last = this.#lastOf(error, context)
    if (last !== undefined && (context === undefined || last.context === context)) return last.id
    const isForAny = last?.isFree === true && last.context === undefined
    return this.#set({ error, context, id: isForAny ? last.id : this.#mint(), isFree: true })
  }

  /** Returns the id for an error that is dispatched now. */
  take(error: unknown, context: unknown): string {
    const last = this.#lastOf(error, context)
    if (last?.isFree === true && (last.context === undefined || last.context === context)) {
      last.context = context
      last.isFree = false
      return last.id
    }
    return this.#set({ error, context, id: this.#mint(), isFree: false })
  }

  /** Makes an id that of another error of the same request. */
  assign(error: unknown, context: unknown, id: string): void {
    this.#set({ error, context, id, isFree: false })
  }

  #lastOf(error: unknown, context: unknown): LastReference | undefined {
    if (isObject(error)) {
      const last = MarkedError.lastOf(error)
      return last?.owner === this ? last : this.#unmarked?.get(error)
    }
    const last = isObject(context) ? this.#unmarked?.get(context) : undefined
    return last !== undefined && Object.is(last.error, error) ? last : undefined
  }

  #set({ error, context, id, isFree }: Omit<LastReference, 'owner'>): string {
    const last: LastReference = { owner: this, error, context, id, isFree }
    if (isObject(error)) {
      if (!MarkedError.mark(error, last)) this.#note(error, last)
    } else if (isObject(context)) this.#note(context, last)
    return id
  }

  #note(key: object, last: LastReference): void {
    // Most applications need none, and looking into one costs every error.
    this.#unmarked ??= new WeakMap()
    this.#unmarked.set(key, last)
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
