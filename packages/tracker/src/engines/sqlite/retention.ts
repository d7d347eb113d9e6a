import { dayMs, dayOf, hourOf, type Instant } from '../../domain/instant.ts'
import type { Administration } from './administration.ts'
import { inTransaction } from './connection.ts'
import { listAttachmentDays, removeAttachmentDay } from './day-names.ts'
import { removeParkedFiles } from './raw-files.ts'
import type { WriterState } from './writer-state.ts'

/** Raw bytes of parked events are unscrubbed and go after a week. */
const parkedMs: number = 7 * dayMs

/** Delivered mails are shown for this long. */
const deliveredMs: number = 90 * dayMs

/** Minutes of sessions serve alert rules and their trial on a week. */
const sessionMinutesMs: number = 8 * dayMs
const sessionHoursMs: number = 90 * dayMs
/** Updates of a session that come later than this count it again, unless they say that they are no first ones. */
const sessionIdsMs: number = dayMs

export interface RetentionInput {
  readonly now: Instant
  readonly retentionDays: number
}

/**
 * Forgets what is older than `retentionDays`: whole days of events by unlinking their files, then counters and reports.
 * Issues stay with their numbers, which are history.
 */
export function applyRetention(
  state: WriterState,
  administration: Administration,
  { now, retentionDays }: RetentionInput,
): { readonly daysRemoved: readonly string[]; readonly bytesFreed: number } {
  const cutoff = now - Math.max(1, retentionDays) * dayMs
  // Events that are not counted yet are counted from their rows after a crash, so count them before the rows go.
  state.counters.flush(state.lastSeq)
  const daysRemoved = state.days.list().filter((day) => day < dayOf(cutoff))
  let bytesFreed = 0
  for (const day of daysRemoved) bytesFreed += state.days.remove(day)
  for (const day of listAttachmentDays(state.dir)) {
    if (day < dayOf(cutoff)) bytesFreed += removeAttachmentDay(state.dir, day)
  }
  inTransaction(state.db, () => forgetRows(administration, now, cutoff))
  const parked = administration.run(administration.kysely.selectFrom('parked').select('id')).rows
  removeParkedFiles(state.dir, new Set(parked.map(({ id }) => id)))
  // Gives freed pages back to the file system, a bounded number at a time.
  state.db.exec('PRAGMA incremental_vacuum(4096)')
  return { daysRemoved, bytesFreed }
}

function forgetRows({ kysely, run }: Administration, now: Instant, cutoff: Instant): void {
  const day = Date.parse(`${dayOf(cutoff)}T00:00:00Z`)
  run(kysely.deleteFrom('issue_hours').where('hour', '<', hourOf(day)))
  run(kysely.deleteFrom('project_hours').where('hour', '<', hourOf(day)))
  run(kysely.deleteFrom('outcomes').where('hour', '<', hourOf(day)))
  run(kysely.deleteFrom('issue_users').where('last_seen', '<', day))
  run(kysely.deleteFrom('project_tags').where('last_seen', '<', day))
  run(kysely.deleteFrom('user_reports').where('received', '<', day))
  run(kysely.deleteFrom('attachments').where('received', '<', day))
  run(kysely.deleteFrom('parked').where('received', '<', now - parkedMs))
  run(kysely.deleteFrom('sessions').where('expires_at', '<', now))
  run(kysely.deleteFrom('app_session_minutes').where('minute', '<', now - sessionMinutesMs))
  run(kysely.deleteFrom('app_session_hours').where('hour', '<', now - sessionHoursMs))
  run(kysely.deleteFrom('app_session_ids').where('seen', '<', now - sessionIdsMs))
  run(kysely.deleteFrom('sign_in_codes').where('expires_at', '<', now))
  const old = kysely
    .selectFrom('outbox')
    .select('id')
    .where('state', 'in', ['sent', 'failed', 'held', 'folded'])
  const delivered = old.where('created_at', '<', now - deliveredMs)
  run(kysely.deleteFrom('delivery_attempts').where('outbox_id', 'in', delivered))
  run(kysely.deleteFrom('outbox').where('id', 'in', delivered))
  run(kysely.deleteFrom('alerts').where('at', '<', now - deliveredMs))
}
