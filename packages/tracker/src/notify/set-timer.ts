/** Runs a function later and returns how to call it off. */
export type SetTimer = (run: () => void, ms: number) => () => void

/** Starts a timer that does not keep the process alive; returns how to call it off. */
export function startTimer(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms)
  timer.unref()
  return () => clearTimeout(timer)
}
