/** An hour in milliseconds. */
export const hourMs = 3_600_000

/** How many mails may go out in any hour, over all errors. */
export interface HourlyCap {
  /** Takes one of the mails that may still go, or returns false. */
  readonly take: (at: number) => boolean
  /** Returns when the next mail may go, at the earliest `at`. */
  readonly freeAt: (at: number) => number
}

/** Returns a cap over a sliding hour. It remembers at most `perHour` times; infinite means no cap. */
export function createHourlyCap(perHour: number): HourlyCap {
  const taken: number[] = []
  const forget = (at: number): void => {
    // A clock that was set back leaves times in the future, which would block for ever.
    while (taken[0] !== undefined && (taken[0] <= at - hourMs || taken[0] > at + hourMs)) taken.shift()
  }
  return {
    take: (at) => {
      if (perHour === Infinity) return true
      forget(at)
      if (taken.length >= perHour) return false
      taken.push(at)
      return true
    },
    freeAt: (at) => {
      forget(at)
      return taken.length < perHour ? at : (taken[0] ?? at) + hourMs
    },
  }
}
