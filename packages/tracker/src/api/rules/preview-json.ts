import type { PastFire } from '../../digest/alerts/dry-run.ts'
import { dayMs, type Instant } from '../../domain/instant.ts'
import { sessionsWords, type SessionsOfHour } from '../../domain/session-words.ts'

/** What a rule would have done. */
export interface PreviewJson {
  /** `would have fired 6 times in the last 7 days`. */
  readonly summary: string
  readonly fires: number
  readonly issues: number
  /** Fires by day, oldest first. */
  readonly days: readonly number[]
  readonly since: string
  /** False when only the newest events were looked at. */
  readonly complete: boolean
  /** For a rule that asks for sessions: how many began in the last hour, and what that means. */
  readonly sessions: { readonly lastHour: number; readonly note: string } | null
  /** The last 100, newest first. */
  readonly alerts: readonly { readonly at: string; readonly issue: string | null; readonly reason: string }[]
}

interface PreviewFacts {
  readonly since: Instant
  readonly now: Instant
  readonly isComplete: boolean
  readonly ofHour?: SessionsOfHour | undefined
}

/** Returns the answer of a preview. */
export function previewJson(
  fires: readonly PastFire[],
  { since, now, isComplete, ofHour }: PreviewFacts,
): PreviewJson {
  const days = Array.from({ length: Math.ceil((now - since) / dayMs) }, () => 0)
  for (const { at } of fires) {
    const day = Math.min(days.length - 1, Math.max(0, Math.floor((at - since) / dayMs)))
    days[day] = (days[day] ?? 0) + 1
  }
  const times = fires.length === 1 ? 'once' : `${fires.length} times`
  return {
    summary: `would have fired ${times} in the last ${days.length} days`,
    fires: fires.length,
    issues: new Set(fires.map(({ issueId }) => issueId)).size,
    days,
    since: new Date(since).toISOString(),
    complete: isComplete,
    sessions: ofHour === undefined ? null : { lastHour: ofHour.lastHour, note: sessionsWords(ofHour) },
    alerts: fires
      .slice(-100)
      .toReversed()
      .map(({ at, issueId, reason }) => ({
        at: new Date(at).toISOString(),
        issue: issueId === undefined ? null : String(issueId),
        reason,
      })),
  }
}
