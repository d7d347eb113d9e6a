/** Time as the mail handler sees it; a test brings its own. */
export interface MailClock {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** Calls once after `ms`; returns how to call it off. */
  readonly setTimer: (run: () => void, ms: number) => () => void
}

/** The real time. Its timers do not keep a process alive: what they wait for is written down when it ends. */
export const systemClock: MailClock = {
  now: Date.now,
  setTimer: (run, ms) => {
    const timer = setTimeout(run, ms)
    timer.unref()
    return () => clearTimeout(timer)
  },
}
