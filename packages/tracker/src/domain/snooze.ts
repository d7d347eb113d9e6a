import type { Instant } from './instant.ts'

/** What an ignored issue waits for; with the next event after any of these it is open again. */
export interface Snooze {
  readonly until?: Instant | undefined
  /** Events ever counted of the issue, from which on it is open again. */
  readonly count?: number | undefined
  /** Users ever counted of the issue, from which on it is open again. */
  readonly users?: number | undefined
}

/** Returns whether an ignored issue is open again with an event that makes it have so many events and users. */
export function endsSnooze(
  snooze: Snooze | undefined,
  now: { readonly at: Instant; readonly count: number; readonly users: number },
): boolean {
  if (!snooze) return false
  const { until, count, users } = snooze
  return (
    (until !== undefined && now.at >= until) ||
    (count !== undefined && now.count >= count) ||
    (users !== undefined && now.users >= users)
  )
}
