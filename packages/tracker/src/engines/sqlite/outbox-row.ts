import type { Selectable } from 'kysely'
import type { Alert, AlertTrigger } from '../../domain/alert.ts'
import type { OutboxMessage } from '../../domain/outbox-message.ts'
import type { DeliveryAttempt, OutboxRow, OutboxState } from '../../ports/outbox-store.ts'
import type { Tables } from './tables.ts'

/** The columns of `alerts` that a row of the outbox is read with, by a left join. */
export const alertColumns = [
  'alerts.rule_id',
  'alerts.rule_name',
  'alerts.trigger',
  'alerts.reason as alert_reason',
  'alerts.issue_id',
  'alerts.event_id',
  'alerts.environment',
  'alerts.at',
  'alerts.fires',
] as const

/** A row of the table `outbox`, with its alert when it is about one. */
export interface JoinedOutbox extends Selectable<Tables['outbox']> {
  readonly rule_id: number | null
  readonly rule_name: string | null
  readonly trigger: string | null
  readonly alert_reason: string | null
  readonly issue_id: number | null
  readonly event_id: string | null
  readonly environment: string | null
  readonly at: number | null
  readonly fires: number | null
}

/** Returns the outbox row of a joined row. */
export function toOutboxRow(row: JoinedOutbox): OutboxRow {
  return {
    id: row.id,
    message: toMessage(row),
    destination:
      row.destination_id === null
        ? { kind: 'mail', address: row.address ?? '' }
        : { kind: 'channel', destinationId: row.destination_id },
    state: toOutboxState(row.state),
    attempts: row.attempts,
    createdAt: row.created_at,
    nextAt: row.next_at,
  }
}

/** Returns the attempt of a row of the table `delivery_attempts`. */
export function toDeliveryAttempt(row: Selectable<Tables['delivery_attempts']>): DeliveryAttempt {
  return { outboxId: row.outbox_id, at: row.at, ok: row.ok !== 0, detail: row.detail, ms: row.ms }
}

function toMessage(row: JoinedOutbox): OutboxMessage {
  const since = row.since ?? row.created_at
  if (row.kind === 'digest') return { kind: 'digest', projectId: row.project_id, since }
  if (row.kind === 'weekly') return { kind: 'weekly', userId: row.user_id ?? 0, since }
  if (row.kind === 'resolved')
    return { kind: 'resolved', projectId: row.project_id, issueId: row.resolved_issue_id ?? 0 }
  return { kind: 'alert', alert: toAlertOf(row) }
}

function toAlertOf(row: JoinedOutbox): Alert {
  return {
    id: row.alert_id ?? 0,
    ruleId: row.rule_id ?? 0,
    ruleName: row.rule_name ?? '',
    // Written from an `AlertTrigger` alone.
    trigger: (row.trigger ?? 'every-event') as AlertTrigger,
    reason: row.alert_reason ?? '',
    projectId: row.project_id,
    issueId: row.issue_id ?? undefined,
    eventId: row.event_id ?? undefined,
    environment: row.environment ?? undefined,
    at: row.at ?? row.created_at,
    fires: row.fires ?? 1,
  }
}

const states: readonly OutboxState[] = ['pending', 'sending', 'sent', 'failed', 'held', 'folded']

/** Returns a stored state; one that this version does not know counts as failed. */
export function toOutboxState(value: string): OutboxState {
  return states.find((state) => state === value) ?? 'failed'
}
