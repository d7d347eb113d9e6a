/** Longest time between a change and its being shown, and the shortest between two questions to the server. */
const pauseMs = 700
/** Counters are written in windows: a last look after one has passed brings what the first came too early for. */
const settleMs = 6000

/**
 * Returns a function that runs `work` soon after it is called: once for many calls, never twice at a time, and
 * once more after a run during which it was called again, and once when things have settled. Failures are left
 * to the next call.
 */
export function latestOnly(work: () => Promise<void>): () => void {
  let waiting = false
  let running = false
  let again = false
  let settled: ReturnType<typeof setTimeout> | undefined
  const run = async (): Promise<void> => {
    waiting = false
    running = true
    await work().catch(() => undefined)
    running = false
    if (again) start()
  }
  const start = (): void => {
    again = running
    if (running || waiting) return
    waiting = true
    setTimeout(() => void run(), pauseMs)
  }
  return () => {
    clearTimeout(settled)
    settled = setTimeout(start, settleMs)
    start()
  }
}
