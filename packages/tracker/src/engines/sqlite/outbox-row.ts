import type { Selectable } from 'kysely'
import type { DeliveryAttempt, OutboxRow, OutboxState } from '../../ports/outbox-store.ts'
import type { Tables } from './tables.ts'

/** Returns the outbox row of a row of the table `outbox`. */
export function toOutboxRow(row: Selectable<Tables['outbox']>): OutboxRow {
  return {
    id: row.id,
    kind: row.kind === 'regression' ? 'regression' : 'new-issue',
    projectId: row.project_id,
    issueId: row.issue_id,
    eventId: row.event_id,
    recipient: row.recipient,
    state: toState(row.state),
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAt: row.next_at,
  }
}

/** Returns the attempt of a row of the table `delivery_attempts`. */
export function toDeliveryAttempt(row: Selectable<Tables['delivery_attempts']>): DeliveryAttempt {
  return { outboxId: row.outbox_id, at: row.at, ok: row.ok !== 0, detail: row.detail, ms: row.ms }
}

const states: readonly OutboxState[] = ['pending', 'sending', 'sent', 'failed', 'held']

function toState(value: string): OutboxState {
  return states.find((state) => state === value) ?? 'failed'
}
