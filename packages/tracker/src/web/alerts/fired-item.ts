import type { AlertRule } from '../../domain/alert-rule.ts'
import type { Alert } from '../../domain/alert.ts'
import type { Instant } from '../../domain/instant.ts'

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
}

export interface FiredItemFacts {
  /** The rules that there are. */
  readonly rules: readonly Pick<AlertRule, 'id'>[]
  readonly issue?: { readonly shortId: string; readonly title: string } | undefined
}

/** Returns a fire as pages show it. */
export function firedItem(
  { id, at, ruleId, ruleName, reason, environment }: Alert,
  { rules, issue }: FiredItemFacts,
): FiredItem {
  return {
    id,
    at,
    ruleName,
    ruleHref: rules.some((rule) => rule.id === ruleId) ? `/alerts/rules/${ruleId}` : undefined,
    reason,
    environment,
    issue: issue && { shortId: issue.shortId, title: issue.title },
  }
}
