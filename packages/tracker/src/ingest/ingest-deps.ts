import type { Limits } from '../domain/limits.ts'
import type { Clock } from '../domain/instant.ts'
import type { Directory } from '../domain/project.ts'
import type { SpoolWriter } from '../ports/spool.ts'
import type { Admission } from './admission.ts'
import type { AnswerHold } from './answer-hold.ts'
import type { Backlog } from './backlog.ts'
import type { IngestLog } from './ingest-log.ts'
import type { OutcomeCounter } from './outcome-counter.ts'

/** What the ingest endpoints work with. */
export interface IngestDeps {
  readonly spool: SpoolWriter
  /** The projects and keys, now; replaced whole when they change. */
  readonly directory: () => Directory
  readonly admission: Admission
  readonly backlog: Pick<Backlog, 'enter' | 'digested'>
  readonly hold: Pick<AnswerHold, 'wait'>
  readonly log: IngestLog
  readonly outcomes: OutcomeCounter
  readonly limits: Limits
  /** Some alert rule of the project asks for sessions, now: its applications are not told to stop sending them. */
  readonly asksForSessions: (projectId: number) => boolean
  /** Without a trailing slash; its path may stand before `/api`. */
  readonly baseUrl: () => string
  /** Take a client's address from X-Forwarded-For. */
  readonly trustProxy: boolean
  readonly clock: Clock
  /** Returns n random bytes; event ids are made from them. */
  readonly random: (size: number) => Uint8Array
  /** Told of errors of our own; must not throw. */
  readonly onError: (error: unknown, where: string) => void
}
