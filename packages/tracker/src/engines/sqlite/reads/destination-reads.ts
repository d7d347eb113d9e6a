import type { Destination } from '../../../domain/destination.ts'
import { shortIdOf } from '../../../domain/issue.ts'
import { maxAttemptsKept, type DestinationReads } from '../../../ports/destination-store.ts'
import { toDestination, toDestinationAttempt } from '../destination-row.ts'
import type { ReadContext } from './read-context.ts'

/** Returns the questions about destinations. */
export function createDestinationReads({ kysely, key }: ReadContext): DestinationReads {
  const all = (scope: readonly number[]) =>
    kysely
      .selectFrom('destinations')
      .selectAll()
      .where('project_id', 'in', [...scope])
  return {
    async destinations(scope) {
      const rows = await all(scope).orderBy('name').orderBy('id').limit(1000).execute()
      return rows
        .map((row) => toDestination(row, key()))
        .filter((each): each is Destination => each !== undefined)
    },
    async destination(scope, id) {
      const row = await all(scope).where('id', '=', id).executeTakeFirst()
      return row && toDestination(row, key())
    },
    async heldMessages(scope, id) {
      const rows = kysely
        .selectFrom('outbox')
        .select((row) => row.fn.countAll<number>().as('messages'))
        .where('state', '=', 'held')
        .where('destination_id', '=', id)
        .where('project_id', 'in', [...scope])
      return (await rows.executeTakeFirst())?.messages ?? 0
    },
    async destinationAttempts(scope, id) {
      const rows = await kysely
        .selectFrom('destination_attempts')
        .innerJoin('destinations', 'destinations.id', 'destination_attempts.destination_id')
        .leftJoin('issues', 'issues.id', 'destination_attempts.issue_id')
        .leftJoin('projects', 'projects.id', 'issues.project_id')
        .leftJoin('outbox', 'outbox.id', 'destination_attempts.outbox_id')
        .selectAll('destination_attempts')
        .select(['issues.number as issue_number', 'projects.slug', 'outbox.state'])
        .where('destinations.project_id', 'in', [...scope])
        .where('destination_attempts.destination_id', '=', id)
        .orderBy('destination_attempts.id', 'desc')
        .limit(maxAttemptsKept)
        .execute()
      return rows.map((row) => ({
        ...toDestinationAttempt(row),
        id: row.id,
        issueShortId:
          row.slug === null || row.issue_number === null ? undefined : shortIdOf(row.slug, row.issue_number),
        retryable: row.state === 'failed',
      }))
    },
  }
}
