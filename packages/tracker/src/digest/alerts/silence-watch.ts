import type { AlertFire } from '../../domain/alert.ts'
import { intervalMs, intervalWords } from '../../domain/alert-window.ts'
import { minuteMs, type Instant } from '../../domain/instant.ts'
import type { WindowStore } from '../../ports/window-store.ts'
import type { AddressBook } from './destinations.ts'
import type { RuleBook } from './rule-book.ts'

export interface SilenceFacts {
  readonly rules: RuleBook
  readonly addresses: AddressBook
  readonly store: Pick<WindowStore, 'lastEventAt'>
  /** Silence is counted from here at the earliest: what was sent while the tracker was down could not arrive. */
  readonly startedAt: Instant
  readonly now: Instant
}

/** Returns the rules that want to fire because nothing came in for too long. Each does so once in a silence. */
export async function findSilence(facts: SilenceFacts): Promise<readonly AlertFire[]> {
  const { rules, addresses, store, startedAt, now } = facts
  const fires: AlertFire[] = []
  for (const rule of rules.onSilence) {
    const condition = rule.conditions.find(({ kind }) => kind === 'no-events')
    if (condition?.kind !== 'no-events') continue
    const last = await store.lastEventAt(rule.projectId, rule.environment)
    const since = Math.max(last ?? 0, startedAt, rule.createdAt)
    if (now - since <= intervalMs(condition.interval)) continue
    const where = rule.environment === undefined ? '' : ` in ${rule.environment}`
    fires.push({
      alert: {
        ruleId: rule.id,
        ruleName: rule.name,
        trigger: 'no-events',
        reason: `No event${where} for ${intervalWords(condition.interval)}.`,
        projectId: rule.projectId,
        environment: rule.environment,
        at: now,
      },
      destinations: addresses.destinationsOf(rule, { projectId: rule.projectId, now }),
      frequencyMs: rule.frequencyMinutes * minuteMs,
      notSince: since,
      count: 0,
    })
  }
  return fires
}
