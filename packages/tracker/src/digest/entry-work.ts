import type { AttachmentNote, OutcomeCount, UserReport } from '../domain/digest-plan.ts'
import type { SessionReport } from '../domain/session-report.ts'
import type { RawEvent } from './decode-event.ts'

/** What one spooled request asks of the digest. `outcomes` holds what was lost or ended here already. */
export interface EntryWork {
  readonly events: readonly RawEvent[]
  readonly sessions: readonly SessionReport[]
  readonly userReports: readonly UserReport[]
  readonly attachments: readonly AttachmentNote[]
  readonly outcomes: readonly OutcomeCount[]
}
