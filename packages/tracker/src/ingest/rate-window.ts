import { type Instant, minuteMs } from '../domain/instant.ts'

/**
 * Counts what happened in the last minute in constant space: the current minute exactly, the one before in proportion
 * to how much of it is still within reach. A clock that jumps begins a new minute.
 */
export class RateWindow {
  #start: Instant = 0
  #current = 0
  #previous = 0

  /** Returns about how many came in the minute before `now`. */
  count(now: Instant): number {
    this.#roll(now)
    return this.#previous * (1 - this.#share(now)) + this.#current
  }

  add(now: Instant, quantity: number): void {
    this.#roll(now)
    this.#current += quantity
  }

  /** Returns after how many whole seconds, at least 1, the count will be at most `most` if nothing else comes. */
  secondsUntil(now: Instant, most: number): number {
    this.#roll(now)
    const share = this.#share(now)
    if (this.#current > most) return wholeSeconds((1 - share + 1 - most / this.#current) * minuteMs)
    const needed = this.#previous === 0 ? 0 : 1 - (most - this.#current) / this.#previous
    return wholeSeconds((needed - share) * minuteMs)
  }

  #share(now: Instant): number {
    return (now - this.#start) / minuteMs
  }

  #roll(now: Instant): void {
    const elapsed = now - this.#start
    if (elapsed >= 0 && elapsed < minuteMs) return
    const next = elapsed >= minuteMs && elapsed < 2 * minuteMs
    this.#previous = next ? this.#current : 0
    this.#current = 0
    this.#start = next ? this.#start + minuteMs : now
  }
}

function wholeSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000 + 0.001))
}
