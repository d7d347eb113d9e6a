import type { LiveError, LiveFailure } from './live-failure.ts'

/** How much is kept. */
export interface StoreLimits {
  /** @default 20 */
  readonly failures?: number | undefined
  /** @default 64 MB */
  readonly bytes?: number | undefined
  /** Milliseconds. @default an hour */
  readonly ttlMs?: number | undefined
}

/** What an id stands for. */
export type StoredFailure =
  | { readonly kind: 'live'; readonly live: LiveFailure; readonly error: LiveError }
  | { readonly kind: 'expired' }
  | { readonly kind: 'unknown' }

/** Ids of freed failures that are remembered, to tell "expired" from "unknown". */
const maxExpired = 1000

/** The last failures with their live frames (WZD-15): bounded by number, bytes and time, and freed as a whole. */
export class FailureStore {
  readonly #limits: Required<{ readonly [K in keyof StoreLimits]: number }>
  readonly #live = new Map<string, LiveFailure>()
  readonly #ids = new Map<string, { readonly live: LiveFailure; readonly error: LiveError }>()
  readonly #expired = new Set<string>()
  readonly #now: () => number
  #bytes = 0
  #timer: NodeJS.Timeout | undefined

  constructor(
    { failures = 20, bytes = 64_000_000, ttlMs = 3_600_000 }: StoreLimits = {},
    now: () => number = () => performance.now(),
  ) {
    this.#limits = { failures, bytes, ttlMs }
    this.#now = now
  }

  /** How many are kept. */
  get size(): number {
    return this.#live.size
  }

  add(live: LiveFailure): void {
    this.#live.set(live.failure.id, live)
    for (const error of live.errors) this.#ids.set(error.error.id, { live, error })
    this.#bytes += live.bytes
    this.#prune()
  }

  /** Returns what the id of an error, of a cause too, stands for. */
  find(id: string): StoredFailure {
    this.#prune()
    const found = this.#ids.get(id)
    if (found !== undefined) return { kind: 'live', ...found }
    return { kind: this.#expired.has(id) ? 'expired' : 'unknown' }
  }

  #prune(): void {
    const { failures, bytes, ttlMs } = this.#limits
    const isOver = (): boolean => this.#live.size > failures || (this.#bytes > bytes && this.#live.size > 1)
    for (const live of this.#live.values()) {
      if (!isOver() && this.#now() - live.storedAt < ttlMs) break
      this.#free(live)
    }
    this.#wakeUp()
  }

  /** What nobody asks for any more is freed in its time, too. */
  #wakeUp(): void {
    clearTimeout(this.#timer)
    if (this.#live.size > 0) this.#timer = setTimeout(() => this.#prune(), this.#limits.ttlMs + 1000).unref()
  }

  #free(live: LiveFailure): void {
    this.#live.delete(live.failure.id)
    this.#bytes -= live.bytes
    for (const { error } of live.errors) {
      this.#ids.delete(error.id)
      this.#expired.add(error.id)
    }
    for (const id of this.#expired) {
      if (this.#expired.size <= maxExpired) break
      this.#expired.delete(id)
    }
  }
}
