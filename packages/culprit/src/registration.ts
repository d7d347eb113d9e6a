/** What `culprit/register` has started in this thread. */
export interface Registration {
  /** Ends it; undefined before it was started. Stays after it ended, so that it is not started again. */
  end?: (() => void) | undefined
  hasEnded: boolean
}

const key = Symbol.for('culprit.registration')

/** Returns what all copies of this package in this thread share about `culprit/register`. */
export function sharedRegistration(): Registration {
  const shared = globalThis as { [key]?: Registration }
  return (shared[key] ??= { hasEnded: false })
}

/**
 * Ends what `culprit/register` has started, if it was: the program reports by itself from here on, and each failure is
 * to be reported once. What waits to be sent is left to the spool.
 */
export function endRegistration(): void {
  const shared = sharedRegistration()
  if (shared.hasEnded) return
  shared.hasEnded = true
  shared.end?.()
}
