import type { Clock } from '../domain/instant.ts'

/** Slows down guessing: so many tries for a key within a window, then none until it ends. */
export interface AttemptLimit {
  /** Counts a try. Returns 0 when it may go ahead, else how many seconds to wait. */
  attempt(key: string): number
  /** Forgets a key, after a try that succeeded. */
  clear(key: string): void
}

/** How many tries, and how long they are remembered. */
export interface AttemptLimitOptions {
  readonly clock: Clock
  readonly tries: number
  readonly windowMs: number
  /** Keys remembered at a time; the oldest goes first. @default 10000 */
  readonly maxKeys?: number | undefined
}

/** Returns a limit whose memory is bounded by `maxKeys`. A clock that jumps back ends the window early rather than never. */
export function createAttemptLimit({
  clock,
  tries,
  windowMs,
  maxKeys = 10_000,
}: AttemptLimitOptions): AttemptLimit {
  const windows = new Map<string, { readonly start: number; count: number }>()
  return {
    attempt(key) {
      const now = clock()
      const known = windows.get(key)
      const open = known && now >= known.start && now - known.start < windowMs ? known : undefined
      if (open && open.count >= tries) return Math.max(1, Math.ceil((open.start + windowMs - now) / 1000))
      if (open) open.count += 1
      else {
        windows.delete(key)
        windows.set(key, { start: now, count: 1 })
        const oldest = windows.keys().next()
        if (windows.size > maxKeys && !oldest.done) windows.delete(oldest.value)
      }
      return 0
    },
    clear(key) {
      windows.delete(key)
    },
  }
}
