const firstMs = 10_000
const longestMs = 3_600_000

/**
 * Returns how long to wait after the attempt of this number (1 is the first), in milliseconds: 10 s, doubled each
 * time, at most 1 h, and up to a fifth less by chance, so that many processes do not come back together. `random`
 * returns 0 to 1.
 */
export function retryDelayMs(attempt: number, random: () => number): number {
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(Math.max(0, attempt - 1), 20))
  return Math.round(full * (1 - random() / 5))
}
