import type { AlertRule } from '../../domain/alert-rule.ts'
import type { Json } from '../../domain/json.ts'
import { timeOfDay } from '../../domain/quiet-hours.ts'
import { actionWords, conditionWords } from '../../domain/rule-words.ts'
import { actionNode } from './action-node.ts'
import { conditionNode } from './condition-node.ts'
import { filterNode } from './filter-node.ts'
import type { RuleNode } from './rule-node.ts'

/** A rule as the API serves it, in Sentry's shape. The last three keys are ours. */
export interface RuleJson {
  readonly id: string
  readonly name: string
  readonly conditions: readonly RuleNode[]
  readonly filters: readonly RuleNode[]
  readonly actions: readonly RuleNode[]
  readonly actionMatch: string
  readonly filterMatch: string
  /** Minutes. */
  readonly frequency: number
  readonly environment: string | null
  readonly dateCreated: string
  readonly owner: Json
  readonly createdBy: null
  readonly projects: readonly string[]
  readonly status: 'active' | 'disabled'
  readonly snooze: false
  readonly lastTriggered: string | null
  readonly dateModified: string
  readonly quietHours: { readonly from: string; readonly to: string; readonly timeZone: string } | null
  readonly realertEvery: number | null
}

/** Returns a rule in Sentry's shape: each line as it was sent, with its words as `name`. */
export function ruleJson(rule: AlertRule, projectSlug: string, lastFire?: number): RuleJson {
  const { sent = {}, quietHours } = rule
  return {
    id: String(rule.id),
    name: rule.name,
    conditions: withNames(
      sent['conditions'],
      rule.conditions.map(conditionNode),
      rule.conditions.map((condition) => conditionWords(condition)),
    ),
    filters: withNames(
      sent['filters'],
      rule.filters.map(filterNode),
      rule.filters.map((filter) => conditionWords(filter)),
    ),
    actions: withNames(sent['actions'], rule.actions.map(actionNode), rule.actions.map(actionWords)),
    actionMatch: rule.actionMatch,
    filterMatch: rule.filterMatch,
    frequency: rule.frequencyMinutes,
    environment: rule.environment ?? null,
    dateCreated: new Date(rule.createdAt).toISOString(),
    owner: sent['owner'] ?? null,
    createdBy: null,
    projects: [projectSlug],
    status: rule.enabled ? 'active' : 'disabled',
    snooze: false,
    lastTriggered: lastFire === undefined ? null : new Date(lastFire).toISOString(),
    dateModified: new Date(rule.updatedAt).toISOString(),
    quietHours: quietHours
      ? { from: timeOfDay(quietHours.from), to: timeOfDay(quietHours.to), timeZone: quietHours.timeZone }
      : null,
    realertEvery: rule.realertEvery ?? null,
  }
}

function withNames(
  sent: Json | undefined,
  made: readonly RuleNode[],
  names: readonly string[],
): readonly RuleNode[] {
  const nodes = Array.isArray(sent) && sent.length === made.length ? sent : made
  return nodes.map((node: RuleNode, index) => ({ ...node, name: names[index] }))
}
