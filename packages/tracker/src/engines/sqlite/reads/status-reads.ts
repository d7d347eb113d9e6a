import { dataCategories } from '@culprit/wire'
import type { OutcomeCount } from '../../../domain/digest-plan.ts'
import { hourOf } from '../../../domain/instant.ts'
import { shortIdOf } from '../../../domain/issue.ts'
import type { ReadModels } from '../../../ports/read-models.ts'
import { alertColumns, toDeliveryAttempt, toOutboxRow } from '../outbox-row.ts'
import type { ReadContext } from './read-context.ts'

type StatusReads = Pick<ReadModels, 'outcomes' | 'parked' | 'deliveries'>

/** Rows of the list of parked events, newest first. */
const maxParked = 200

/** Returns the questions about what arrived, what was lost and what was told. */
export function createStatusReads(context: ReadContext): StatusReads {
  const { kysely } = context
  return {
    async outcomes(scope, since) {
      const rows = await kysely
        .selectFrom('outcomes')
        .select((row) => [
          'project_id',
          'source',
          'reason',
          'category',
          row.fn.sum<number>('quantity').as('quantity'),
        ])
        .where('project_id', 'in', [...scope])
        .where('hour', '>=', hourOf(since))
        .groupBy(['project_id', 'source', 'reason', 'category'])
        .orderBy('quantity', 'desc')
        .limit(1000)
        .execute()
      return rows.map((row): OutcomeCount => ({
        projectId: row.project_id,
        source: row.source === 'sdk' ? 'sdk' : 'server',
        reason: row.reason,
        category: dataCategories.find((category) => category === row.category) ?? 'default',
        quantity: row.quantity,
      }))
    },
    async parked(scope) {
      const query = kysely
        .selectFrom('parked')
        .selectAll()
        .where('project_id', 'in', [...scope])
      const rows = await query.orderBy('id', 'desc').limit(maxParked).execute()
      return rows.map(({ project_id, event_id, received, error }) => ({
        projectId: project_id,
        eventId: event_id ?? undefined,
        received,
        error,
      }))
    },
    deliveries: createDeliveries(context),
  }
}

function createDeliveries({ kysely }: ReadContext): StatusReads['deliveries'] {
  return async (scope, limit) => {
    const rows = await kysely
      .selectFrom('outbox')
      .innerJoin('projects', 'projects.id', 'outbox.project_id')
      .leftJoin('alerts', 'alerts.id', 'outbox.alert_id')
      .leftJoin('issues', 'issues.id', 'alerts.issue_id')
      .selectAll('outbox')
      .select([...alertColumns, 'issues.title', 'issues.number', 'projects.slug'])
      .where('outbox.project_id', 'in', [...scope])
      .orderBy('outbox.id', 'desc')
      .limit(Math.min(Math.max(Math.trunc(limit), 0), 200))
      .execute()
    const ids = rows.map(({ id }) => id)
    const attempts = await kysely
      .selectFrom('delivery_attempts')
      .selectAll()
      .where('outbox_id', 'in', ids)
      .orderBy('id')
      .execute()
    const byRow = Map.groupBy(attempts, (attempt) => attempt.outbox_id)
    return rows.map((row) => ({
      row: toOutboxRow(row),
      reason: row.reason ?? undefined,
      attempts: (byRow.get(row.id) ?? []).map(toDeliveryAttempt),
      issueShortId: row.number === null ? undefined : shortIdOf(row.slug, row.number),
      issueTitle: row.title ?? undefined,
    }))
  }
}
