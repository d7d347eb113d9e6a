import type { AlertRuleDraft } from '../domain/alert-rule.ts'
import { hourMs, type Instant } from '../domain/instant.ts'
import type { SessionMinute } from '../domain/session-count.ts'
import { SessionSeries } from '../domain/session-series.ts'
import type { SessionsOfHour } from '../domain/session-words.ts'
import type { ReadModels } from '../ports/read-models.ts'

/** Which past a rule is tried on. */
export interface RulePastInput {
  readonly projectId: number
  readonly draft: AlertRuleDraft
  readonly since: Instant
  readonly now: Instant
  /** Events at most, the newest ones. */
  readonly limit: number
}

/** What a rule is tried on. */
export type RulePast = Awaited<ReturnType<ReadModels['pastEvents']>> & {
  /** Of the rule's environment; only for a rule that asks for sessions, and so is the next. */
  readonly sessions?: readonly SessionMinute[] | undefined
  readonly ofHour?: SessionsOfHour | undefined
}

/** Reads what a rule is to be tried on. */
export async function readRulePast(
  reads: Pick<ReadModels, 'pastEvents' | 'sessionMinutes'>,
  { projectId, draft, since, now, limit }: RulePastInput,
): Promise<RulePast> {
  const past = await reads.pastEvents([projectId], { projectId, since, limit })
  if (!asksForSessions(draft)) return past
  const { environment } = draft
  const sessions = await reads.sessionMinutes([projectId], { projectId, environment, after: since - hourMs })
  return { ...past, sessions, ofHour: { lastHour: sumOfHour(sessions, now), environment } }
}

/** Returns whether a rule looks at sessions. */
function asksForSessions({ conditions }: AlertRuleDraft): boolean {
  return conditions.some(({ kind }) => kind === 'session-share')
}

/** Reads how many sessions a rule has to go by just now; undefined for a rule that asks for none. */
export async function readSessionsOfHour(
  reads: Pick<ReadModels, 'sessionMinutes'>,
  { projectId, draft, now }: Pick<RulePastInput, 'projectId' | 'draft' | 'now'>,
): Promise<SessionsOfHour | undefined> {
  if (!asksForSessions(draft)) return undefined
  const { environment } = draft
  const minutes = await reads.sessionMinutes([projectId], { projectId, environment, after: now - hourMs })
  return { lastHour: sumOfHour(minutes, now), environment }
}

function sumOfHour(minutes: readonly SessionMinute[], now: Instant): number {
  const series = new SessionSeries(0)
  for (const { minute, started } of minutes) series.add(minute, started)
  return series.ofHour(now)
}
