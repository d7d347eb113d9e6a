import type { Selectable } from 'kysely'
import { toChannelKind, type Destination, type DestinationHealth } from '../../domain/destination.ts'
import type { DestinationAttempt } from '../../ports/destination-store.ts'
import { openSettings } from './sealed-settings.ts'
import type { Tables } from './tables.ts'

/** Returns the destination of a row of the table `destinations`; undefined for a kind that this release does not know. */
export function toDestination(
  row: Selectable<Tables['destinations']>,
  key: Uint8Array,
): Destination | undefined {
  const kind = toChannelKind(row.kind)
  if (kind === undefined) return undefined
  return {
    id: row.id,
    projectId: row.project_id,
    kind,
    name: row.name,
    settings: openSettings(row.settings, { key, projectId: row.project_id }),
    createdAt: row.created_at,
    health: {
      failures: row.failures,
      lost: row.lost,
      lastOkAt: row.last_ok_at ?? undefined,
      lastFailedAt: row.last_failed_at ?? undefined,
      lastProblem: row.last_problem ?? undefined,
      disabledAt: row.disabled_at ?? undefined,
      pausedUntil: row.paused_until ?? undefined,
    },
  }
}

/** Returns the columns of a health. */
export function healthColumns(health: DestinationHealth): {
  readonly failures: number
  readonly lost: number
  readonly last_ok_at: number | null
  readonly last_failed_at: number | null
  readonly last_problem: string | null
  readonly disabled_at: number | null
  readonly paused_until: number | null
} {
  return {
    failures: health.failures,
    lost: health.lost,
    last_ok_at: health.lastOkAt ?? null,
    last_failed_at: health.lastFailedAt ?? null,
    last_problem: health.lastProblem ?? null,
    disabled_at: health.disabledAt ?? null,
    paused_until: health.pausedUntil ?? null,
  }
}

/** Returns the attempt of a row of the table `destination_attempts`. */
export function toDestinationAttempt(row: Selectable<Tables['destination_attempts']>): DestinationAttempt {
  return {
    destinationId: row.destination_id,
    at: row.at,
    kind: row.kind === 'test' || row.kind === 'resolved' ? row.kind : 'fired',
    outcome: row.outcome === 'delivered' || row.outcome === 'retry' ? row.outcome : 'failed',
    status: row.status ?? undefined,
    ms: row.ms,
    problem: row.problem ?? undefined,
    // Written by `toAttemptColumns` and by nothing else.
    request: JSON.parse(row.request) as DestinationAttempt['request'],
    answer: row.answer ?? undefined,
    number: row.number,
    outboxId: row.outbox_id ?? undefined,
    issueId: row.issue_id ?? undefined,
    ruleName: row.rule_name,
  }
}

/** Returns the columns of an attempt. */
export function toAttemptColumns(
  attempt: DestinationAttempt,
): Omit<Selectable<Tables['destination_attempts']>, 'id'> {
  return {
    destination_id: attempt.destinationId,
    at: attempt.at,
    kind: attempt.kind,
    outcome: attempt.outcome,
    status: attempt.status ?? null,
    ms: attempt.ms,
    problem: attempt.problem?.slice(0, 500) ?? null,
    request: JSON.stringify(attempt.request),
    answer: attempt.answer?.slice(0, 4096) ?? null,
    number: attempt.number,
    outbox_id: attempt.outboxId ?? null,
    issue_id: attempt.issueId ?? null,
    rule_name: attempt.ruleName,
  }
}
