import { minuteMs, type Instant } from '../domain/instant.ts'
import type { IssueRow } from '../ports/read-models.ts'
import type { Snooze } from '../domain/snooze.ts'
import { FieldErrors } from './field-errors.ts'

/** What an ignored issue waits for, as the API serves it. */
export interface StatusDetailsJson {
  readonly ignoreUntil?: string | undefined
  /** Further events, counted from when it was ignored. */
  readonly ignoreCount?: number | undefined
  readonly ignoreUserCount?: number | undefined
}

/**
 * Reads Sentry's `statusDetails` of an ignored issue: `ignoreDuration` in minutes, `ignoreCount` and `ignoreUserCount`,
 * counted from now.
 * @throws {FieldErrors} when one is no number, or asks for a window, which is not known here
 */
export function parseSnooze(
  sent: unknown,
  issue: Pick<IssueRow, 'count' | 'userCount'>,
  now: Instant,
): Snooze | undefined {
  if (sent === undefined || sent === null) return undefined
  if (typeof sent !== 'object') throw new FieldErrors({ statusDetails: ['Must be an object.'] })
  const details: Readonly<Record<string, unknown>> = { ...sent }
  for (const window of ['ignoreWindow', 'ignoreUserWindow']) {
    if (details[window] !== undefined && details[window] !== null && details[window] !== 0)
      throw new FieldErrors({
        statusDetails: [`${window} is not supported: leave it out, or make an alert rule with a frequency.`],
      })
  }
  const minutes = numberOf(details, 'ignoreDuration')
  const events = numberOf(details, 'ignoreCount')
  const users = numberOf(details, 'ignoreUserCount')
  if (minutes === undefined && events === undefined && users === undefined) return undefined
  return {
    until: minutes === undefined ? undefined : now + minutes * minuteMs,
    count: events === undefined ? undefined : issue.count + events,
    users: users === undefined ? undefined : issue.userCount + users,
  }
}

function numberOf(details: Readonly<Record<string, unknown>>, key: string): number | undefined {
  const value = details[key]
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 1_000_000_000)
    return value
  throw new FieldErrors({ statusDetails: [`${key} must be a whole number, at least 1.`] })
}

/** Returns what an ignored issue still waits for. */
export function statusDetailsJson({ status, snooze, count, userCount }: IssueRow): StatusDetailsJson {
  if (status !== 'ignored' || !snooze) return {}
  return {
    ...(snooze.until === undefined ? {} : { ignoreUntil: new Date(snooze.until).toISOString() }),
    ...(snooze.count === undefined ? {} : { ignoreCount: Math.max(0, snooze.count - count) }),
    ...(snooze.users === undefined ? {} : { ignoreUserCount: Math.max(0, snooze.users - userCount) }),
  }
}
