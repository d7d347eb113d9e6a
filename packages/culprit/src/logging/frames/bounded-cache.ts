/** How much a cache holds; what was used longest ago goes first. */
export interface CacheBounds<Value> {
  readonly maxEntries: number
  /** Of all values together, as `weightOf` says. @default without a bound */
  readonly maxWeight?: number | undefined
  readonly weightOf?: ((value: Value) => number) | undefined
}

/** A cache with a bound on entries and weight. Undefined is no value: what is not there is `undefined`. */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, Value>()
  readonly #bounds: CacheBounds<Value>
  #weight = 0
  #newest: string | undefined

  constructor(bounds: CacheBounds<Value>) {
    this.#bounds = bounds
  }

  get(key: string): Value | undefined {
    const value = this.#entries.get(key)
    if (value === undefined || key === this.#newest) return value
    // A Map keeps the order of insertion, so that the first entry is the one to go.
    this.#entries.delete(key)
    this.#entries.set(key, value)
    this.#newest = key
    return value
  }

  /** Keeps a value, at the cost of others, and returns it. One that is too heavy alone is kept alone. */
  set(key: string, value: Value): Value {
    const { maxEntries, maxWeight = Infinity } = this.#bounds
    this.#forget(key)
    const weight = this.#weightOf(value)
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size < maxEntries && this.#weight + weight <= maxWeight) break
      this.#forget(oldest)
    }
    this.#entries.set(key, value)
    this.#newest = key
    this.#weight += weight
    return value
  }

  #forget(key: string): void {
    const value = this.#entries.get(key)
    if (value === undefined) return
    this.#entries.delete(key)
    this.#weight -= this.#weightOf(value)
  }

  #weightOf(value: Value): number {
    return this.#bounds.weightOf?.(value) ?? 0
  }
}
