import type { Limits } from '../domain/limits.ts'
import type { Clock } from '../domain/instant.ts'
import type { ProjectKey } from '../domain/project.ts'
import type { SpoolWriter } from '../ports/spool.ts'
import { RateWindow } from './rate-window.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'

export interface AdmissionDeps {
  readonly spool: Pick<SpoolWriter, 'usage'>
  readonly limits: Limits
  readonly clock: Clock
}

/** Decides who may come in, before anything is written. Bounded: one window for each known key. */
export interface Admission {
  /** Says whether there is room at all: on the disk, in the spool, and for the key in this minute. */
  check(key: ProjectKey): Refusal | undefined
  /** Takes room for `events` of the key, or says why there is none. Counts nothing when it refuses. */
  take(key: ProjectKey, events: number): Refusal | undefined
  /** Reserves memory for body bytes that have arrived; false when all of it is taken. */
  reserve(bytes: number): boolean
  /** Gives back what `reserve` took. */
  giveBack(bytes: number): void
  /** Why nothing is taken just now; undefined when requests are welcome. */
  closedBecause(): Refusal | undefined
  bytesInFlight(): number
}

const spoolRetrySeconds = 5
const maxWindows = 10_000

/** Returns the admission control of an installation. */
export function createAdmission(deps: AdmissionDeps): Admission {
  return new LimitedAdmission(deps)
}

class LimitedAdmission implements Admission {
  readonly #deps: AdmissionDeps
  readonly #all = new RateWindow()
  readonly #byKey = new Map<string, RateWindow>()
  #inFlight = 0

  constructor(deps: AdmissionDeps) {
    this.#deps = deps
  }

  check(key: ProjectKey): Refusal | undefined {
    return this.closedBecause() ?? this.#overRate(key, 1)
  }

  take(key: ProjectKey, events: number): Refusal | undefined {
    const refusal = events > 0 ? this.#overRate(key, events) : undefined
    if (isRefusal(refusal)) return refusal
    const now = this.#deps.clock()
    this.#all.add(now, events)
    this.#window(key).add(now, events)
    return undefined
  }

  reserve(bytes: number): boolean {
    if (this.#inFlight + bytes > this.#deps.limits.bodyBytesInFlight) return false
    this.#inFlight += bytes
    return true
  }

  giveBack(bytes: number): void {
    this.#inFlight -= bytes
  }

  bytesInFlight(): number {
    return this.#inFlight
  }

  closedBecause(): Refusal | undefined {
    const { limits, spool } = this.#deps
    const { freeDiskBytes, pendingBytes } = spool.usage()
    if (freeDiskBytes < limits.minFreeDiskBytes) {
      return refuse(
        503,
        'disk-full',
        `The disk of the tracker has less than ${limits.minFreeDiskBytes} bytes free.`,
      )
    }
    if (pendingBytes >= limits.spoolBytes) {
      return limited('spool-full', {
        seconds: spoolRetrySeconds,
        scope: 'organization',
        detail: 'Too many accepted events wait to be digested.',
      })
    }
    return undefined
  }

  #overRate(key: ProjectKey, events: number): Refusal | undefined {
    const { clock, limits } = this.#deps
    const now = clock()
    const perKey = key.eventsPerMinute ?? limits.eventsPerMinutePerKey
    const window = this.#window(key)
    if (exceeds(window.count(now), events, perKey)) {
      return limited('rate-limited', {
        seconds: window.secondsUntil(now, perKey - 1),
        scope: 'key',
        detail: `This key may send ${perKey} events a minute.`,
      })
    }
    if (exceeds(this.#all.count(now), events, limits.eventsPerMinute)) {
      const seconds = this.#all.secondsUntil(now, limits.eventsPerMinute - 1)
      return limited('rate-limited', {
        seconds,
        scope: 'organization',
        detail: `This tracker takes ${limits.eventsPerMinute} events a minute.`,
      })
    }
    return undefined
  }

  #window(key: ProjectKey): RateWindow {
    const known = this.#byKey.get(key.publicKey)
    if (known) return known
    // Keys come from the directory; the bound is for one that is edited for years.
    if (this.#byKey.size >= maxWindows) this.#byKey.clear()
    const window = new RateWindow()
    this.#byKey.set(key.publicKey, window)
    return window
  }
}

/** A request with several events passes while there is room for one: it could never pass a limit below its size. */
function exceeds(count: number, events: number, limit: number): boolean {
  return count + Math.min(1, events) > limit
}

interface LimitFacts {
  readonly seconds: number
  readonly scope: 'key' | 'organization'
  readonly detail: string
}

function limited(reason: 'rate-limited' | 'spool-full', { seconds, scope, detail }: LimitFacts): Refusal {
  return {
    ...refuse(429, reason, detail),
    retryAfterSeconds: seconds,
    rateLimits: [{ retryAfterSeconds: seconds, categories: [], scope, reason: reason.replace('-', '_') }],
  }
}
