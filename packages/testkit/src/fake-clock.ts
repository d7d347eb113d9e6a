/** Time in the hands of a test: a wall clock, a monotonic one and the timers that go by it. */
export interface FakeClock {
  /** The wall clock, milliseconds since the epoch. */
  readonly now: () => number
  /** Milliseconds that only go up. */
  readonly monotonic: () => number
  /** Starts a timer on monotonic time; returns how to call it off. */
  readonly setTimer: (run: () => void, ms: number) => () => void
  /** Lets time pass: timers that fall due run in order, and promises they settle are followed. */
  advance(ms: number): Promise<void>
  /** Moves the wall clock alone, as an administrator or a time server does. Negative goes back. */
  jump(ms: number): void
  /** Follows settled promises without letting time pass. */
  settle(): Promise<void>
  readonly timers: number
}

interface Timer {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** Returns a clock that stands still at `start` until it is told to move. */
export function createFakeClock(start: number = Date.UTC(2026, 0, 15, 12)): FakeClock {
  const timers = new Set<Timer>()
  let elapsed = 0
  let offset = start
  let order = 0
  const settle = async (): Promise<void> => {
    // A handful of turns of the event loop follows chains of promises to their end.
    for (let turn = 0; turn < 8; turn++) await new Promise((resolve) => setImmediate(resolve))
  }
  const nextTimer = (end: number): Timer | undefined =>
    [...timers].filter((timer) => timer.at <= end).toSorted((a, b) => a.at - b.at || a.order - b.order)[0]
  return {
    now: () => offset + elapsed,
    monotonic: () => elapsed,
    setTimer: (run, ms) => {
      const timer: Timer = { at: elapsed + Math.max(0, ms), order: order++, run }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    advance: async (ms) => {
      const end = elapsed + ms
      await settle()
      for (let timer = nextTimer(end); timer !== undefined; timer = nextTimer(end)) {
        elapsed = Math.max(elapsed, timer.at)
        timers.delete(timer)
        timer.run()
        await settle()
      }
      elapsed = end
      await settle()
    },
    jump: (ms) => {
      offset += ms
    },
    settle,
    get timers() {
      return timers.size
    },
  }
}
