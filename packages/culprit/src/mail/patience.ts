const forgetMs = 60_000

/**
 * How long the end of a process has waited already. An application that goes on after an uncaught error has all its
 * patience again a minute later.
 */
export class Patience {
  readonly #now: () => number
  #spentMs = 0
  #lastAt = -Infinity

  /** `now` in milliseconds that only go up. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Returns how much of `totalMs` is left. */
  left(totalMs: number): number {
    if (this.#now() - this.#lastAt > forgetMs) this.#spentMs = 0
    return Math.max(0, Math.floor(totalMs - this.#spentMs))
  }

  /** Counts the time that `wait` takes. */
  spend(wait: () => void): void {
    const began = this.#now()
    wait()
    this.#lastAt = this.#now()
    this.#spentMs += this.#lastAt - began
  }
}
