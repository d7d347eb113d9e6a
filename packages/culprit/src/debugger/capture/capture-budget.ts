/** Milliseconds of captures that are let pass at once, and how many come back with each millisecond of time. */
const burstMs = 4000
const refill = 0.5

/**
 * Keeps a program that throws all the time (parsers, probing libraries) usable while it is debugged: captures may take up
 * to four seconds at once, then half of the time. Errors beyond that have no live frames, and say so.
 */
export class CaptureBudget {
  #left = burstMs
  #at = 0

  /** Whether one more capture can be paid; times are milliseconds of a clock that does not go back. */
  allows(now: number): boolean {
    this.#left = Math.min(burstMs, this.#left + (now - this.#at) * refill)
    this.#at = now
    return this.#left > 0
  }

  /** Accounts for a capture. */
  spent(ms: number): void {
    this.#left -= ms
  }
}
