import type { MailClock } from './mail-clock.ts'
import { retryDelayMs } from './retry-delay.ts'

/** Above every delay that `retryDelayMs` returns. */
const longestWaitMs = 2 * 3_600_000

/** What an outage needs: time, chance, and somebody to tell. */
export interface OutageOptions {
  readonly clock: MailClock
  readonly random: () => number
  readonly warn: (line: string) => void
}

/**
 * Whether the mail server is away, and when to try it again: after 10 s, doubling to an hour. Says so in one line when
 * an outage begins and one when it ends, however many mails wait.
 */
export class Outage {
  readonly #options: OutageOptions
  #failures = 0
  #tryAgainAt = 0

  constructor(options: OutageOptions) {
    this.#options = options
  }

  get isOut(): boolean {
    return this.#failures > 0
  }

  /** Milliseconds since the epoch; 0 when the server is there. */
  get tryAgainAt(): number {
    return this.#tryAgainAt
  }

  /** A time further away than any that is set belongs to a clock that was put back since. */
  mayTry(): boolean {
    const leftMs = this.#tryAgainAt - this.#options.clock.now()
    return leftMs <= 0 || leftMs > longestWaitMs
  }

  /** Notes that the server could not be used, once more or for the first time. */
  begin(reason: Error): void {
    const { clock, random, warn } = this.#options
    if (!this.isOut) warn(`error mails cannot be sent and wait: ${reason.message}`)
    this.#failures++
    this.#tryAgainAt = clock.now() + retryDelayMs(this.#failures, random)
  }

  /** Notes that the server answers. */
  end(): void {
    if (this.isOut) this.#options.warn('error mails can be sent again')
    this.#failures = 0
    this.#tryAgainAt = 0
  }
}
