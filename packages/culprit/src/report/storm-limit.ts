import { BoundedCache } from '../logging/frames/bounded-cache.ts'

/** What decides about an event, besides its kind. */
export interface EventWorth {
  /** An event with local variables tells more than one without. */
  readonly hasVariables?: boolean | undefined
}

/** How many events may be made. */
export interface StormLimitOptions {
  /** Events a second in the long run; what 12.5 seconds give can be made at once. */
  readonly perSecond: number
  /** A clock in milliseconds. */
  readonly now: () => number
}

/** What is known of one kind of error. */
interface Kind {
  /** When its minute began, and how many it has sent since. */
  since: number
  sent: number
  /** Not sent since the last that was. */
  skipped: number
}

/** How many seconds' events can be saved up. */
const savedSeconds = 12.5
/** How many more, which repeats cannot have: they are for kinds that have not been heard of. */
const reservedSeconds = 2.5
/** Of these, a share that repeats with local variables may have: few of a storm have some. */
const shareWithVariables = 0.5
/** In each minute the first of a kind take from the reserve. */
const minuteMs = 60_000
const firstOfKind = 3
/** Kinds that are told apart; the one that was seen longest ago is forgotten, and new when it comes back. */
const maxKinds = 1000

/**
 * Bounds how many events are made in a storm of errors: a token bucket, full at the start, with a reserve that only the
 * first three events of a kind in each minute may use, and half of it those that have local variables. So an error that
 * has not been heard of gets through, however many there are of another, and of a storm those that tell most.
 */
export class StormLimit {
  readonly #perSecond: number
  readonly #capacity: number
  readonly #reserve: number
  readonly #now: () => number
  readonly #kinds = new BoundedCache<Kind>({ maxEntries: maxKinds })
  #tokens: number
  #filledAt: number

  constructor({ perSecond, now }: StormLimitOptions) {
    this.#perSecond = perSecond
    this.#reserve = perSecond * reservedSeconds
    this.#capacity = Math.max(1, perSecond * savedSeconds) + this.#reserve
    this.#now = now
    this.#tokens = this.#capacity
    this.#filledAt = now()
  }

  /** Returns how many of this kind were not sent since the last that was; undefined when this one is not to be sent. */
  admit(kind: string, { hasVariables = false }: EventWorth = {}): number | undefined {
    const known = this.#kindOf(kind)
    const kept = known.sent < firstOfKind ? 0 : this.#reserve * (hasVariables ? shareWithVariables : 1)
    if (this.#tokens < 1 + kept) {
      known.skipped++
      return undefined
    }
    const { skipped } = known
    this.#tokens--
    known.sent++
    known.skipped = 0
    return skipped
  }

  /** Whether nothing is left but the reserve, so that most repeats are refused. */
  isSpent(): boolean {
    this.#fill(this.#now())
    return this.#tokens < 1 + this.#reserve
  }

  /** Notes that one of this kind is not sent, whatever is left. */
  refuse(kind: string): void {
    this.#kindOf(kind).skipped++
  }

  #fill(now: number): void {
    // A clock that was set back gives nothing, and takes nothing.
    const passed = Math.max(0, now - this.#filledAt) / 1000
    this.#tokens = Math.min(this.#capacity, this.#tokens + passed * this.#perSecond)
    this.#filledAt = now
  }

  #kindOf(name: string): Kind {
    const now = this.#now()
    this.#fill(now)
    const known = this.#kinds.get(name) ?? this.#kinds.set(name, { since: now, sent: 0, skipped: 0 })
    if (now - known.since >= minuteMs || now < known.since) {
      known.since = now
      known.sent = 0
    }
    return known
  }
}
