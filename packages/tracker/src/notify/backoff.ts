import { hourMs, minuteMs, secondMs } from '../domain/instant.ts'

const firstDelays: readonly number[] = [15 * secondMs, minuteMs, 5 * minuteMs, 15 * minuteMs]
const hourly = 23

/** How many attempts one mail gets: the first, four quick retries, then one an hour, 23 h 21 min in all. */
export const maxAttempts: number = 1 + firstDelays.length + hourly

/**
 * Returns how long to wait after the attempt with this number (1 is the first), in milliseconds, or undefined when
 * no further attempt is made. It counts attempts, not hours, so that a clock that jumps cannot end it early.
 */
export function retryDelayMs(attempt: number): number | undefined {
  if (attempt >= maxAttempts) return undefined
  return firstDelays[attempt - 1] ?? hourMs
}
