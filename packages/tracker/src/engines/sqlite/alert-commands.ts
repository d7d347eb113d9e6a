import type { DatabaseSync } from 'node:sqlite'
import { ruleLimits } from '../../domain/alert-rule.ts'
import type { AlertCommands } from '../../ports/alert-commands.ts'
import type { Administration } from './administration.ts'
import { toAlertRule, toRuleColumns } from './alert-rows.ts'
import { inTransaction } from './connection.ts'

/** Returns the commands that change alert rules. */
export function createAlertCommands(db: DatabaseSync, { kysely, run }: Administration): AlertCommands {
  const all = kysely.selectFrom('alert_rules').selectAll().orderBy('id')
  return {
    alertRules: async () => run(all).rows.map(toAlertRule),
    createAlertRule: async ({ scope, projectId, draft, now }) =>
      inTransaction(db, () => {
        if (!scope.includes(projectId)) return 'not-found'
        const before = run(all.where('project_id', '=', projectId).limit(ruleLimits.rulesOfProject)).rows
        if (before.length >= ruleLimits.rulesOfProject) return 'too-many'
        const values = { ...toRuleColumns(draft), project_id: projectId, created_at: now, updated_at: now }
        const [row] = run(kysely.insertInto('alert_rules').values(values).returningAll()).rows
        return row ? toAlertRule(row) : 'not-found'
      }),
    async updateAlertRule({ scope, ruleId, draft, now }) {
      const update = kysely
        .updateTable('alert_rules')
        .set({ ...toRuleColumns(draft), updated_at: now })
        .where('id', '=', ruleId)
        .where('project_id', 'in', [...scope])
      const [row] = run(update.returningAll()).rows
      return row ? toAlertRule(row) : 'not-found'
    },
    deleteAlertRule: async ({ scope, ruleId }) =>
      inTransaction(db, () => {
        const rule = kysely.deleteFrom('alert_rules').where('id', '=', ruleId)
        const gone = run(rule.where('project_id', 'in', [...scope]).returning('id')).rows.length > 0
        if (!gone) return 'not-found'
        run(kysely.deleteFrom('rule_fires').where('rule_id', '=', ruleId))
        return 'done'
      }),
  }
}
