import type { Instant } from '../../domain/instant.ts'
import type { SessionsOfHour } from '../../domain/session-words.ts'

/** What a rule would have done of late, had it been there. */
export interface RulePreview {
  readonly now: Instant
  readonly days: number
  readonly fires: number
  /** Fires by quarter of a day, oldest first. */
  readonly buckets: readonly number[]
  /** Issues it would have fired for. */
  readonly issues: number
  /** Set when only a part of the events was looked at: since when. */
  readonly since?: Instant | undefined
  /** For a rule that asks for sessions: what it has to go by just now. */
  readonly sessions?: SessionsOfHour | undefined
}

/**
 * Returns the preview in words: `would have fired 6 times in the last 7 days, for 2 issues`. `age` says how long ago an
 * instant was.
 */
export function previewWords(
  { fires, issues, days, since }: RulePreview,
  age: (at: Instant) => string,
): string {
  const span =
    since === undefined
      ? `in the last ${days} days`
      : `for the latest events, the first of them ${age(since)}`
  if (fires === 0) return `would not have fired ${span}`
  const times = fires === 1 ? 'once' : `${fires} times`
  const about = issues === 0 ? '' : `, for ${issues === 1 ? 'one issue' : `${issues} issues`}`
  return `would have fired ${times} ${span}${about}`
}
