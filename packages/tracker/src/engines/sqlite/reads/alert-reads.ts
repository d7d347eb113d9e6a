import type { AlertReads } from '../../../ports/alert-reads.ts'
import { toAlert, toAlertRule } from '../alert-rows.ts'
import type { ReadContext } from './read-context.ts'

/** Rows of a list of alerts at most. */
const maxAlerts = 200

/** Returns the questions about rules and what they fired. */
export function createAlertReads({ kysely }: ReadContext): AlertReads {
  const rules = kysely.selectFrom('alert_rules').selectAll()
  const alerts = kysely.selectFrom('alerts').selectAll().orderBy('id', 'desc')
  const atMost = (limit: number): number => Math.min(Math.max(Math.trunc(limit), 0), maxAlerts)
  return {
    async alertRules(scope) {
      const query = rules.where('project_id', 'in', [...scope]).orderBy('id')
      return (await query.execute()).map(toAlertRule)
    },
    async alertRule(scope, ruleId) {
      const query = rules.where('project_id', 'in', [...scope]).where('id', '=', ruleId)
      const row = await query.executeTakeFirst()
      return row && toAlertRule(row)
    },
    async alertsOfIssue(scope, issueId, limit) {
      const query = alerts.where('issue_id', '=', issueId).where('project_id', 'in', [...scope])
      return (await query.limit(atMost(limit)).execute()).map(toAlert)
    },
    async alerts(scope, { ruleId, limit }) {
      const scoped = alerts.where('project_id', 'in', [...scope])
      const query = ruleId === undefined ? scoped : scoped.where('rule_id', '=', ruleId)
      return (await query.limit(atMost(limit)).execute()).map(toAlert)
    },
  }
}
