import type { AlertCondition } from '../../domain/alert-condition.ts'
import { intervalMs, intervalWords } from '../../domain/alert-window.ts'
import type { AlertRule, AlertRuleDraft } from '../../domain/alert-rule.ts'
import type { FingerprintedEvent } from '../../domain/digest-plan.ts'
import { minuteMs, type Instant } from '../../domain/instant.ts'
import type { SessionMinute } from '../../domain/session-count.ts'
import type { EventRow } from '../../ports/read-models.ts'
import { compileRule, type CompiledRule, type RuleVerdict } from './compile-rule.ts'
import { createPastMemory } from './past-memory.ts'
import { happened } from './rule-context.ts'

/** Stored events to try a rule on. */
export interface PastEvents {
  /** Oldest first. */
  readonly events: readonly EventRow[]
  readonly firstSeen: ReadonlyMap<number, Instant>
  /** Of the rule's environment, from an hour before the first event; absent when it asks for none. */
  readonly sessions?: readonly SessionMinute[] | undefined
}

/** One time that a rule would have fired. */
export interface PastFire {
  readonly at: Instant
  /** Undefined for the project as a whole. */
  readonly issueId?: number | undefined
  readonly reason: string
}

/**
 * Returns when a rule would have fired for events of the past. What is not stored cannot be told: issues count as open
 * all the time, regressions and ends of snoozes are left out, and so are attributes that only a new event brings.
 */
export function dryRun(draft: AlertRuleDraft, past: PastEvents): readonly PastFire[] {
  const rule: AlertRule = { ...draft, id: 0, projectId: 0, createdAt: 0, updatedAt: 0 }
  const silence = rule.conditions.find(({ kind }) => kind === 'no-events')
  if (silence?.kind === 'no-events') return findGaps(rule, silence, past)
  const compiled = compileRule(rule)
  const memory = createPastMemory(past.sessions)
  const counts = new Map<number, number>()
  const lastFires = new Map<number, { readonly at: Instant; readonly count: number }>()
  const fires: PastFire[] = []
  for (const row of past.events) {
    const count = (counts.get(row.issueId) ?? 0) + 1
    counts.set(row.issueId, count)
    const firstSeen = past.firstSeen.get(row.issueId) ?? row.received
    const flags = count === 1 && firstSeen >= row.received ? happened.new : 0
    const event = toEvent(row)
    memory.see(event, { issueId: row.issueId, flags })
    const last = lastFires.get(row.issueId)
    const context = { event, issueId: row.issueId, flags, count, firstSeen, memory }
    const verdict = compiled.judge(context) ?? remind(compiled, context, last)
    if (!verdict || (last && last.at > row.received - rule.frequencyMinutes * minuteMs)) continue
    lastFires.set(row.issueId, { at: row.received, count })
    fires.push({ at: row.received, issueId: row.issueId, reason: verdict.reason })
  }
  return fires
}

function remind(
  { rule, passes }: CompiledRule,
  context: Parameters<CompiledRule['passes']>[0],
  last: { readonly count: number } | undefined,
): RuleVerdict | undefined {
  const { realertEvery } = rule
  if (realertEvery === undefined || !last || context.count - last.count < realertEvery || !passes(context))
    return undefined
  return { trigger: 'realert', reason: `${realertEvery} more events since the last alert.` }
}

type Silence = Extract<AlertCondition, { readonly kind: 'no-events' }>

function findGaps(rule: AlertRule, { interval }: Silence, { events }: PastEvents): readonly PastFire[] {
  const fires: PastFire[] = []
  const length = intervalMs(interval)
  let last: Instant | undefined
  for (const { received, environment } of events) {
    if (rule.environment !== undefined && environment !== rule.environment) continue
    if (last !== undefined && received - last > length)
      fires.push({ at: last + length, reason: `No event for ${intervalWords(interval)}.` })
    last = received
  }
  return fires
}

/** What rules look at is in the row; what a plan needs besides is not asked for here. */
function toEvent(row: EventRow): FingerprintedEvent {
  return { ...row, mechanism: '', hash: '', culprit: '', metadata: {}, block: 0, slot: 0 }
}
