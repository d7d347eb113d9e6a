import type { AlertRule } from '../../domain/alert-rule.ts'
import type { Alert } from '../../domain/alert.ts'
import type { Instant } from '../../domain/instant.ts'
import type { OutboxState } from '../../ports/outbox-store.ts'

/** One fire of a rule. */
export interface FiredItem {
  readonly id: number
  readonly at: Instant
  readonly ruleName: string
  /** Absent when the rule was removed. */
  readonly ruleHref?: string | undefined
  readonly reason: string
  readonly environment?: string | undefined
  readonly issue?: { readonly shortId: string; readonly title: string } | undefined
  /** How many messages are in which state. */
  readonly messages: Messages
}

type Messages = Readonly<Partial<Record<OutboxState, number>>>

export interface FiredItemFacts {
  /** The rules that there are. */
  readonly rules: readonly Pick<AlertRule, 'id'>[]
  readonly issue?: { readonly shortId: string; readonly title: string } | undefined
  readonly messages?: Messages | undefined
}

/** Returns a fire as pages show it. */
export function firedItem(
  { id, at, ruleId, ruleName, reason, environment }: Alert,
  { rules, issue, messages = {} }: FiredItemFacts,
): FiredItem {
  return {
    id,
    at,
    ruleName,
    ruleHref: rules.some((rule) => rule.id === ruleId) ? `/alerts/rules/${ruleId}` : undefined,
    reason,
    environment,
    messages,
    issue: issue && { shortId: issue.shortId, title: issue.title },
  }
}

const stateWords: readonly (readonly [OutboxState, string])[] = [
  ['sent', 'sent'],
  ['pending', 'on the way'],
  ['sending', 'on the way'],
  ['folded', 'in a digest'],
  ['held', 'held'],
  ['failed', 'failed'],
]

/** Returns what became of the messages of a fire: `2 sent, 1 failed`; empty when there were none. */
export function messageWords(messages: Messages): string {
  const parts = stateWords.flatMap(([state, words]) => {
    const count = messages[state] ?? 0
    return count === 0 ? [] : [`${count} ${words}`]
  })
  return parts.join(', ')
}
