import { isRateLimited, updateRateLimits, type DataCategory, type RateLimitState } from '@culprit/wire'
import type { HttpAnswer } from './send-http.ts'

/** What a pause needs: time, and how long to wait after so many failures in a row (1 for the first). */
export interface DeliveryPauseOptions {
  readonly now: () => number
  readonly retryDelayMs: (failures: number) => number
  /** Told once when an outage begins, and once when it is over. */
  readonly warn: (line: string) => void
}

/** When the server may be asked again: after its own limits, and after failures that grow rarer. */
export class DeliveryPause {
  readonly #options: DeliveryPauseOptions
  #limits: RateLimitState = new Map()
  #failures = 0
  #tryAgainAt = 0

  constructor(options: DeliveryPauseOptions) {
    this.#options = options
  }

  /** Whether the server could not be used when it was last tried. */
  get isOut(): boolean {
    return this.#failures > 0
  }

  /** Whether things of this category may be sent now. */
  allows(category: DataCategory): boolean {
    return !this.isLimited(category) && this.#options.now() >= this.#tryAgainAt
  }

  /** Whether the server itself has said to wait with this category. */
  isLimited(category: DataCategory): boolean {
    return this.#limits.size > 0 && isRateLimited(this.#limits, category, this.#options.now())
  }

  /** Returns when things of this category may be sent, in milliseconds since the epoch; a past time means now. */
  until(category: DataCategory): number {
    return Math.max(this.#tryAgainAt, this.limitedUntil(category))
  }

  /** Returns when the server's own limit on this category ends; 0 without one. */
  limitedUntil(category: DataCategory): number {
    return Math.max(this.#limits.get('all') ?? 0, this.#limits.get(category) ?? 0)
  }

  /** Lets one attempt be made before its time, for somebody who waits; a server's limits hold all the same. */
  urge(): void {
    this.#tryAgainAt = 0
  }

  /** Notes an answer; `isUp` says whether the server did its work. */
  answered({ status, headers }: HttpAnswer, isUp: boolean): void {
    // The protocol has no word for 503 with a time to wait; it means the same for everything.
    const waits = status === 503 && headers.has('retry-after') ? 429 : status
    this.#limits = updateRateLimits(this.#limits, { headers, status: waits, now: this.#options.now() })
    if (!isUp) return this.failed(`the server answered ${status}`)
    if (this.isOut) this.#options.warn('events can be sent again')
    this.#failures = 0
    this.#tryAgainAt = 0
  }

  /** Notes that there was no usable answer. */
  failed(reason: string): void {
    if (!this.isOut) this.#options.warn(`events cannot be sent and wait: ${reason}`)
    const { now, retryDelayMs } = this.#options
    // Several requests that fail together are one failure.
    if (now() < this.#tryAgainAt) return
    this.#failures++
    this.#tryAgainAt = now() + retryDelayMs(this.#failures)
  }
}
