import { keepsIncidents, type Destination } from '../../domain/destination.ts'
import type { Instant } from '../../domain/instant.ts'
import type { DestinationAttempt } from '../../ports/destination-store.ts'
import type { Administration } from './administration.ts'

/** Notes that an alert opened an incident, where the destination keeps any. Runs in the caller's transaction. */
export function noteIncident(
  { kysely, run }: Administration,
  { id, kind }: Destination,
  { outcome, kind: message, issueId }: DestinationAttempt,
): void {
  if (outcome !== 'delivered' || message !== 'fired' || issueId === undefined || !keepsIncidents(kind)) return
  const values = { issue_id: issueId, destination_id: id }
  run(
    kysely
      .insertInto('open_incidents')
      .values(values)
      .onConflict((row) => row.doNothing()),
  )
}

export interface ResolvedIssue {
  readonly projectId: number
  readonly issueId: number
  readonly now: Instant
}

/** Writes a message to each destination where the issue has an incident. Runs in the caller's transaction. */
export function closeIncidents(
  { kysely, run }: Administration,
  { projectId, issueId, now }: ResolvedIssue,
): void {
  const open = kysely.deleteFrom('open_incidents').where('issue_id', '=', issueId).returning('destination_id')
  for (const { destination_id } of run(open).rows) {
    const values = {
      kind: 'resolved',
      project_id: projectId,
      resolved_issue_id: issueId,
      destination_id,
      state: 'pending',
      attempts: 0,
      created_at: now,
      next_at: now,
    }
    run(kysely.insertInto('outbox').values(values))
  }
}
