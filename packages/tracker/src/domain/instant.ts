/** A point in time: milliseconds since the Unix epoch, an integer. Server time unless a name says otherwise. */
export type Instant = number

/** Returns the current instant; the only clock that code below `main/` may use is one it was given. */
export type Clock = () => Instant

export const secondMs = 1000
export const minuteMs: number = 60 * secondMs
export const hourMs: number = 60 * minuteMs
export const dayMs: number = 24 * hourMs

/** Returns the UTC day of an instant as `2026-11-22`; day files are named after it and sort by name. */
export function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10)
}

/** Returns the start of the UTC hour that holds an instant. */
export function hourOf(at: Instant): Instant {
  return at - (at % hourMs)
}

/** Returns the start of the minute that holds an instant. */
export function minuteOf(at: Instant): Instant {
  return at - (at % minuteMs)
}
