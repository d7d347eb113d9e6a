import type { Instant } from './instant.ts'

/** Which users were seen when last, over one sliding window. */
export class UserSeries {
  readonly #lengthMs: number
  readonly #most: number
  /** In the order of being seen, longest ago first. */
  readonly #seen = new Map<string, Instant>()

  /** `most`: users remembered at a time; those seen last are, so that counts up to it are exact. */
  constructor(lengthMs: number, most: number) {
    this.#lengthMs = lengthMs
    this.#most = most
  }

  add(user: string, at: Instant): void {
    const before = this.#seen.get(user)
    this.#seen.delete(user)
    this.#seen.set(user, Math.max(at, before ?? at))
    if (this.#seen.size <= this.#most) return
    for (const oldest of this.#seen.keys()) {
      this.#seen.delete(oldest)
      break
    }
  }

  /** Returns how many users were seen in the window that ends at `until`; forgets those before it. */
  count(until: Instant): number {
    for (const [user, at] of this.#seen) {
      if (at > until - this.#lengthMs) break
      this.#seen.delete(user)
    }
    return this.#seen.size
  }
}
