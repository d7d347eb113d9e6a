import type { Instant } from './instant.ts'

/** Above this many entries neighbours are merged. */
const maxEntries = 256
/** Merged entries are at least this part of the window long, so at most 60 of them fill it. */
const stepsOfWindow = 60

/**
 * When events came, over one sliding window. Exact for up to 256 of them; beyond that neighbours within a sixtieth of
 * the window become one entry at the time of the first, which leaves early: the count is never too high.
 */
export class EventSeries {
  readonly #lengthMs: number
  #times: Instant[] = []
  #counts: number[] = []
  #total = 0

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs
  }

  /** Counts events at a time; times mostly rise, and a late one finds its place. */
  add(at: Instant, count = 1): void {
    let place = this.#times.length
    while (place > 0 && (this.#times[place - 1] ?? 0) > at) place -= 1
    if (this.#times[place - 1] === at) this.#counts[place - 1] = (this.#counts[place - 1] ?? 0) + count
    else if (place === this.#times.length) {
      this.#times.push(at)
      this.#counts.push(count)
    } else {
      this.#times.splice(place, 0, at)
      this.#counts.splice(place, 0, count)
    }
    this.#total += count
    if (this.#times.length > maxEntries) this.#shrink()
  }

  /** Returns how many events are in the window that ends at `until`: later than its beginning, not later than its end. */
  count(until: Instant): number {
    const after = until - this.#lengthMs
    const newest = this.#times.at(-1)
    if (newest === undefined || newest <= after) return 0
    let outside = 0
    for (const [index, at] of this.#times.entries()) {
      if (at > after) break
      outside += this.#counts[index] ?? 0
    }
    for (let index = this.#times.length - 1; (this.#times[index] ?? 0) > until; index -= 1)
      outside += this.#counts[index] ?? 0
    return this.#total - outside
  }

  /** Forgets what has left the window of the newest event, then merges. */
  #shrink(): void {
    const after = (this.#times.at(-1) ?? 0) - this.#lengthMs
    const step = this.#lengthMs / stepsOfWindow
    const times: Instant[] = []
    const counts: number[] = []
    this.#total = 0
    for (const [index, at] of this.#times.entries()) {
      if (at <= after) continue
      const count = this.#counts[index] ?? 0
      const before = times.at(-1)
      this.#total += count
      if (before !== undefined && at - before < step)
        counts[counts.length - 1] = (counts[counts.length - 1] ?? 0) + count
      else {
        times.push(at)
        counts.push(count)
      }
    }
    this.#times = times
    this.#counts = counts
  }
}
