import type { Instant } from '../../domain/instant.ts'

/** What a rule would have done of late, had it been there. */
export interface RulePreview {
  readonly days: number
  readonly fires: number
  /** Fires by quarter of a day, oldest first. */
  readonly buckets: readonly number[]
  /** Issues it would have fired for. */
  readonly issues: number
  /** Set when only a part of the events was looked at: since when. */
  readonly since?: Instant | undefined
}

/** Returns the preview in words: `would have fired 6 times in the last 7 days, for 2 issues`. */
export function previewWords({ fires, issues, days }: RulePreview): string {
  if (fires === 0) return `would not have fired in the last ${days} days`
  const times = fires === 1 ? 'once' : `${fires} times`
  const about = issues === 0 ? '' : `, for ${issues === 1 ? 'one issue' : `${issues} issues`}`
  return `would have fired ${times} in the last ${days} days${about}`
}
