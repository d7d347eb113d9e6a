/** What a budget is made of. */
export interface PauseBudgetOptions {
  /** The share of the time that passes which may be spent, above 0 to 1. */
  readonly share: number
  /** A clock in milliseconds that does not go back. */
  readonly now: () => number
  /** How much can be saved up: what `share` gives in so many milliseconds. @default 2500 */
  readonly savedMs?: number | undefined
}

/**
 * A token bucket of milliseconds: it fills by `share` of the time that passes, up to what `savedMs` of it give, and
 * starts full. So over any time t no more than `share * (t + savedMs)` is spent, and the one pause that overdraws it.
 * What is overdrawn is waited for.
 */
export class PauseBudget {
  readonly #share: number
  readonly #now: () => number
  readonly #capacity: number
  #tokens: number
  #filledAt: number
  #spent = 0

  constructor({ share, now, savedMs = 2500 }: PauseBudgetOptions) {
    this.#share = share
    this.#now = now
    this.#capacity = share * savedMs
    this.#tokens = this.#capacity
    this.#filledAt = now()
  }

  /** Milliseconds spent since the start. */
  get spentMs(): number {
    return this.#spent
  }

  /** Takes milliseconds out; false when nothing is left. */
  spend(ms: number): boolean {
    this.#fill()
    this.#tokens -= ms
    this.#spent += ms
    return this.#tokens > 0
  }

  /** Returns in how many milliseconds `ms` can be spent (what the bucket holds at most, if that is less). */
  waitFor(ms: number): number {
    this.#fill()
    return Math.max(0, (Math.min(ms, this.#capacity) - this.#tokens) / this.#share)
  }

  #fill(): void {
    const now = this.#now()
    this.#tokens = Math.min(this.#capacity, this.#tokens + (now - this.#filledAt) * this.#share)
    this.#filledAt = now
  }
}
