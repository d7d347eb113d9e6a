import type { Selectable } from 'kysely'
import type { Alert, AlertTrigger } from '../../domain/alert.ts'
import type { AlertRule, AlertRuleDraft } from '../../domain/alert-rule.ts'
import type { Tables } from './tables.ts'

type Definition = Omit<AlertRuleDraft, 'name' | 'enabled'>

/** Returns the columns that a draft fills. */
export function toRuleColumns(draft: AlertRuleDraft): {
  readonly name: string
  readonly enabled: number
  readonly definition: string
} {
  const { name, enabled, ...definition } = draft
  return { name, enabled: Number(enabled), definition: JSON.stringify(definition satisfies Definition) }
}

/** Returns the rule of a row of the table `alert_rules`. */
export function toAlertRule(row: Selectable<Tables['alert_rules']>): AlertRule {
  // Only `toRuleColumns` and the migrations write this column.
  const definition = JSON.parse(row.definition) as Definition
  return {
    ...definition,
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    enabled: row.enabled !== 0,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }
}

/** Returns the alert of a row of the table `alerts`. */
export function toAlert(row: Selectable<Tables['alerts']>): Alert {
  return {
    id: row.id,
    ruleId: row.rule_id,
    ruleName: row.rule_name,
    // Written from an `AlertTrigger` alone.
    trigger: row.trigger as AlertTrigger,
    reason: row.reason,
    projectId: row.project_id,
    issueId: row.issue_id ?? undefined,
    eventId: row.event_id ?? undefined,
    environment: row.environment ?? undefined,
    at: row.at,
    fires: row.fires,
  }
}
