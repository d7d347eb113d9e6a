import type { Clock } from '../domain/instant.ts'

interface SteadyClockOptions {
  readonly clock: Clock
  /** Milliseconds that only ever go up, from any origin. */
  readonly monotonic: () => number
}

/**
 * Returns a clock that follows the wall clock but never goes back: when the wall jumps back, it advances by elapsed
 * time until the wall has caught up. Waits that were begun before a jump then end when they should have.
 */
export function createSteadyClock(options: SteadyClockOptions): Clock {
  let last = options.clock()
  let lastTick = options.monotonic()
  return () => {
    const tick = options.monotonic()
    last = Math.max(options.clock(), last + Math.max(0, Math.round(tick - lastTick)))
    lastTick = tick
    return last
  }
}
