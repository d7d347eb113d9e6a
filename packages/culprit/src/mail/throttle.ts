import { hourMs, type HourlyCap } from './hourly-cap.ts'

/** One occurrence as a digest shows it; `at` in milliseconds since the epoch, `text` bounded by whoever made it. */
export interface Sample {
  readonly at: number
  readonly text: string
}

/** What a digest says of the occurrences of one error that had no mail of their own. */
export interface Digest {
  readonly key: string
  /** The error in one line. */
  readonly title: string
  /** Occurrences since the last mail about this error. */
  readonly count: number
  /** Occurrences since the error was first seen, mailed ones included. */
  readonly total: number
  readonly firstAt: number
  readonly lastAt: number
  /** At most three: the first two and the last that was kept. */
  readonly samples: readonly Sample[]
}

/** How repeats are held back. */
export interface ThrottleOptions {
  /** Repeats of an error within this time after a mail about it are counted, and told at its end. */
  readonly windowMs: number
  /** `fixed`: one digest at the end of each window; `powers`: also at the 2nd, 4th, 8th ... occurrence. */
  readonly mode: 'fixed' | 'powers'
  /** Mails in any hour, over all errors. */
  readonly cap: HourlyCap
  /** Notices about the cap in any hour. */
  readonly noticeCap: HourlyCap
  /** Errors told apart at the same time; the one seen longest ago is forgotten first. @default 1,000 */
  readonly maxKeys?: number | undefined
}

/** What to do with an occurrence: mail it, or count it; perhaps keep a sample of it, perhaps send the digest now. */
export interface Verdict {
  readonly mail: boolean
  readonly wantsSample: boolean
  readonly digestDue: boolean
}

/** What the notice about the cap says: so many errors, of so many kinds, had no mail since the last notice. */
export interface Limited {
  readonly errors: number
  readonly kinds: number
  /** When mails may go again. */
  readonly until: number
}

interface Entry {
  readonly key: string
  title: string
  total: number
  count: number
  firstAt: number
  lastAt: number
  windowEnd: number
  sampledAt: number
  samples: Sample[]
}

const mailVerdict: Verdict = { mail: true, wantsSample: false, digestDue: false }
const sampleEveryMs = 1000
const noticeEveryMs = hourMs

/**
 * Decides which occurrences get a mail: the first of each error at once, then one digest a window that counts the
 * others; never more than the cap. An error that was quiet for a whole window counts as new again. Keeps at most
 * `maxKeys` errors with three samples each; it has no clock, all times are given.
 */
export class Throttle {
  readonly #options: ThrottleOptions
  readonly #cap: HourlyCap
  readonly #noticeCap: HourlyCap
  readonly #entries = new Map<string, Entry>()
  readonly #limitedKeys = new Set<string>()
  /** Errors that the next notice tells of. */
  #limited = 0
  /** Those among them that no digest will tell of, since their entry is gone. */
  #forgotten = 0
  #noticeAt = -Infinity

  constructor(options: ThrottleOptions) {
    this.#options = options
    this.#cap = options.cap
    this.#noticeCap = options.noticeCap
  }

  /** Takes an occurrence of the error `key` and says what to do with it. */
  see(key: string, title: string, at: number): Verdict {
    const known = this.#entries.get(key)
    const isNew = known === undefined || (known.count === 0 && this.#isOver(known, at))
    const entry = isNew ? this.#begin(key, title, at) : known
    entry.total++
    entry.lastAt = at
    if (isNew && this.#cap.take(at)) return mailVerdict
    if (isNew) {
      entry.windowEnd = this.#cap.freeAt(at)
      this.#limit(key)
    }
    if (entry.count === 0) entry.firstAt = at
    entry.count++
    const wantsSample =
      entry.samples.length < 2 || at - entry.sampledAt >= sampleEveryMs || entry.samples.length < 3
    const digestDue = this.#options.mode === 'powers' && isPowerOfTwo(entry.total)
    return { mail: false, wantsSample, digestDue }
  }

  /** Keeps a sample of the occurrence just seen: the first two stay, the third gives way to later ones. */
  keep(key: string, sample: Sample): void {
    const entry = this.#entries.get(key)
    if (entry === undefined) return
    entry.samples = [...entry.samples.slice(0, 2), sample]
    entry.sampledAt = sample.at
  }

  /** Returns the digest of one error now, if it has anything to tell and the cap allows. */
  digestOf(key: string, at: number): Digest | undefined {
    const entry = this.#entries.get(key)
    return entry === undefined ? undefined : this.#digest(entry, at)
  }

  /** Returns the digests whose window has ended, and forgets errors that were quiet. */
  due(at: number): readonly Digest[] {
    const digests: Digest[] = []
    for (const entry of this.#entries.values()) {
      if (!this.#isOver(entry, at)) continue
      if (entry.count === 0) this.#entries.delete(entry.key)
      const digest = entry.count === 0 ? undefined : this.#digest(entry, at)
      if (digest !== undefined) digests.push(digest)
    }
    return digests
  }

  /** Returns what there is to tell of all errors, whatever their windows; the cap counts. */
  all(at: number): readonly Digest[] {
    return [...this.#entries.values()]
      .map((entry) => this.#digest(entry, at))
      .filter((digest) => digest !== undefined)
  }

  /** Returns what the notice about the cap has to say: once when it bites, then once an hour while it does. */
  notice(at: number): Limited | undefined {
    const isSoon = at >= this.#noticeAt && at - this.#noticeAt < noticeEveryMs
    if (this.#limited === 0 || isSoon) return undefined
    this.#noticeAt = at
    return this.#noticeCap.take(at) ? this.#takeNotice(at) : undefined
  }

  /**
   * Returns what was told by nothing yet, and takes it as told: for the end of the process, when nobody will later.
   * `mayMail` is false where there were notices enough.
   */
  lastNotice(at: number): { readonly limited: Limited; readonly mayMail: boolean } | undefined {
    this.#limited = this.#forgotten
    for (const entry of this.#entries.values()) {
      if (entry.count === 0) continue
      this.#limit(entry.key, entry.count)
      entry.count = 0
    }
    if (this.#limited === 0) return undefined
    return { limited: this.#takeNotice(at), mayMail: this.#noticeCap.take(at) }
  }

  /** Returns when there is something to do next, if ever. */
  nextAt(): number | undefined {
    let next = this.#limited === 0 ? Infinity : this.#noticeAt + noticeEveryMs
    for (const { windowEnd } of this.#entries.values()) next = Math.min(next, windowEnd)
    return next === Infinity ? undefined : next
  }

  #begin(key: string, title: string, at: number): Entry {
    this.#entries.delete(key)
    this.#forgetOldest()
    const windowEnd = at + this.#options.windowMs
    const counts = { total: 0, count: 0, firstAt: at, lastAt: at, windowEnd, sampledAt: at }
    const entry: Entry = { key, title, ...counts, samples: [] }
    this.#entries.set(key, entry)
    return entry
  }

  /** An end further away than any is set belongs to a clock that was put back since: nobody would wait for it. */
  #isOver({ windowEnd }: Entry, at: number): boolean {
    return windowEnd <= at || windowEnd - at > Math.max(this.#options.windowMs, hourMs)
  }

  /** What is forgotten with something left to tell is told by the next notice. */
  #forgetOldest(): void {
    const [oldest] = this.#entries.values()
    if (oldest === undefined || this.#entries.size < (this.#options.maxKeys ?? 1000)) return
    this.#entries.delete(oldest.key)
    this.#forgotten += oldest.count
    if (oldest.count > 0) this.#limit(oldest.key, oldest.count)
  }

  #digest(entry: Entry, at: number): Digest | undefined {
    if (entry.count === 0) return undefined
    if (!this.#cap.take(at)) {
      entry.windowEnd = Math.max(entry.windowEnd, this.#cap.freeAt(at))
      return undefined
    }
    const { key, title, count, total, firstAt, lastAt, samples } = entry
    entry.count = 0
    entry.samples = []
    entry.windowEnd = at + this.#options.windowMs
    return { key, title, count, total, firstAt, lastAt, samples }
  }

  #limit(key: string, errors = 1): void {
    this.#limited += errors
    if (this.#limitedKeys.size < (this.#options.maxKeys ?? 1000)) this.#limitedKeys.add(key)
  }

  #takeNotice(at: number): Limited {
    const limited = { errors: this.#limited, kinds: this.#limitedKeys.size, until: this.#cap.freeAt(at) }
    this.#limited = 0
    this.#forgotten = 0
    this.#limitedKeys.clear()
    return limited
  }
}

function isPowerOfTwo(count: number): boolean {
  return (count & (count - 1)) === 0
}
