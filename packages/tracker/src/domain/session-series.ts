import { hourMs, minuteMs, minuteOf, type Instant } from './instant.ts'

/** Minutes that are kept at least: an hour, and as much again for events that come late. */
const keptMs = 2 * hourMs
/** From this many minutes on, old ones are forgotten. */
const maxMinutes = 4 * 60

/** How many sessions began in each minute. The oldest minute leaves an hour as a whole. */
export class SessionSeries {
  readonly #minutes = new Map<Instant, number>()
  #from: Instant
  /** The last answer: every event of a minute asks for the same. */
  #last: { readonly minute: Instant; readonly sum: number } | undefined

  /** `from`: what began earlier is not known. */
  constructor(from: Instant) {
    this.#from = from
  }

  /** Returns whether all of the hour before `until` is known. */
  knows(until: Instant): boolean {
    return until - hourMs >= this.#from
  }

  add(minute: Instant, started: number): void {
    if (minute < this.#from) return
    this.#last = undefined
    this.#minutes.set(minute, (this.#minutes.get(minute) ?? 0) + started)
  }

  /** Returns how many sessions began in the sixty minutes up to the one that holds `until`. */
  ofHour(until: Instant): number {
    const newest = minuteOf(until)
    if (this.#last?.minute === newest) return this.#last.sum
    let sum = 0
    for (let minute = newest; minute > newest - hourMs; minute -= minuteMs)
      sum += this.#minutes.get(minute) ?? 0
    this.#last = { minute: newest, sum }
    return sum
  }

  /** Forgets what no event asks for that comes after `now`. */
  forgetBefore(now: Instant): void {
    if (this.#minutes.size <= maxMinutes) return
    this.#from = Math.max(this.#from, now - keptMs)
    for (const minute of this.#minutes.keys()) if (minute < this.#from) this.#minutes.delete(minute)
  }
}
