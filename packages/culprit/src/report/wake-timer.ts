import { AsyncLocalStorage } from 'node:async_hooks'

/** Calls back later, at most one call of each kind at a time; never keeps the process alive. */
export interface WakeTimer {
  /** Calls after what runs now. */
  readonly soon: (run: () => void) => void
  /** Calls at a time (milliseconds since the epoch) instead of at the time said before. */
  readonly at: (time: number, run: () => void) => void
  /** Calls now, in the same context as those. */
  readonly outside: <T>(run: () => T) => T
  readonly cancel: () => void
}

const longestMs = 3_600_000
const shortestMs = 10

/**
 * Returns a timer whose calls run in the async context of this very call: work that a request has caused must neither
 * keep the request's stores alive nor be taken for a part of it.
 */
export function createWakeTimer(now: () => number): WakeTimer {
  const outside = AsyncLocalStorage.snapshot()
  let timer: NodeJS.Timeout | undefined
  let dueAt = Infinity
  const cancel = (): void => {
    clearTimeout(timer)
    dueAt = Infinity
  }
  return {
    soon: (run) => void outside(setImmediate, run),
    at: (time, run) => {
      // Most calls name a time that changes nothing, and a timer costs more than a comparison.
      if (time >= dueAt && dueAt > now()) return
      cancel()
      dueAt = time
      const delayMs = Math.min(Math.max(time - now(), shortestMs), longestMs)
      timer = outside(
        setTimeout,
        () => {
          dueAt = Infinity
          run()
        },
        delayMs,
      )
      timer.unref()
    },
    outside: (run) => outside(run),
    cancel,
  }
}
