import type { AlertReads, DigestContent, DigestLine } from '../../../ports/alert-reads.ts'
import type { ProjectScope } from '../../../ports/commands.ts'
import { createAdministration } from '../administration.ts'
import { toAlert, toAlertRule } from '../alert-rows.ts'
import { toOutboxState } from '../outbox-row.ts'
import { readPeople } from '../read-people.ts'
import { readWeeks } from './week-reads.ts'
import { toIssueRow } from './issue-query.ts'
import type { ReadContext } from './read-context.ts'

/** Rows of a list of alerts at most. */
const maxAlerts = 200

/** Returns the questions about rules and what they fired. */
export function createAlertReads(context: ReadContext): AlertReads {
  const { kysely } = context
  const administration = createAdministration(context.db)
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
    messagesOfAlerts: (scope, alertIds) => readMessages(context, scope, alertIds),
    weekOfProjects: (until) => readWeeks(context, until),
    people: async () => readPeople(administration),
    async assignedIssues(scope, { kind, id }) {
      const query = kysely
        .selectFrom('issues')
        .select((row) => row.fn.countAll<number>().as('issues'))
        .where('assignee', '=', `${kind}:${id}`)
        .where('project_id', 'in', [...scope])
      return (await query.executeTakeFirst())?.issues ?? 0
    },
    alertsOfDigest: (scope, outboxId) => readDigest(context, scope, outboxId),
  }
}

type Messages = ReturnType<AlertReads['messagesOfAlerts']>

async function readMessages(
  { kysely }: ReadContext,
  scope: ProjectScope,
  alertIds: readonly number[],
): Messages {
  const rows = await kysely
    .selectFrom('outbox')
    .select((row) => ['alert_id', 'state', row.fn.countAll<number>().as('messages')])
    .where('alert_id', 'in', alertIds.slice(0, maxAlerts))
    .where('project_id', 'in', [...scope])
    .groupBy(['alert_id', 'state'])
    .execute()
  const byAlert = Map.groupBy(rows, ({ alert_id }) => alert_id ?? 0)
  return new Map(
    [...byAlert].map(([id, states]) => [
      id,
      Object.fromEntries(states.map(({ state, messages }) => [toOutboxState(state), messages])),
    ]),
  )
}

/** Lines of one digest. */
const maxLines = 50

async function readDigest(
  { kysely }: ReadContext,
  scope: ProjectScope,
  outboxId: number,
): Promise<DigestContent> {
  const digest = kysely.selectFrom('outbox').select('folded').where('id', '=', outboxId)
  const total = (await digest.where('project_id', 'in', [...scope]).executeTakeFirst())?.folded ?? 0
  const folded = kysely
    .selectFrom('outbox')
    .innerJoin('alerts', 'alerts.id', 'outbox.alert_id')
    .where('digest_id', '=', outboxId)
    .where('outbox.project_id', 'in', [...scope])
  const reasons = await folded.select('outbox.reason').distinct().execute()
  const groups = await folded
    .select((row) => [
      row.fn.max('alerts.id').as('last'),
      row.fn.countAll<number>().as('alerts'),
      'alerts.issue_id',
    ])
    .groupBy(['alerts.rule_id', 'alerts.issue_id'])
    .orderBy('alerts', 'desc')
    .orderBy('last', 'desc')
    .limit(maxLines)
    .execute()
  const lines: DigestLine[] = []
  for (const { last, alerts, issue_id } of groups) {
    const alert = await kysely.selectFrom('alerts').selectAll().where('id', '=', last).executeTakeFirst()
    if (alert) lines.push({ alert: toAlert(alert), alerts, issue: await issueOf(kysely, issue_id) })
  }
  return { total, lines, reasons: reasons.flatMap(({ reason }) => (reason === null ? [] : [reason])) }
}

async function issueOf(kysely: ReadContext['kysely'], issueId: number | null): Promise<DigestLine['issue']> {
  const row = await kysely
    .selectFrom('issues')
    .innerJoin('projects', 'projects.id', 'issues.project_id')
    .selectAll('issues')
    .select('slug')
    .where('issues.id', '=', issueId ?? 0)
    .executeTakeFirst()
  return row && toIssueRow({ ...row })
}
