import type { Instant } from '../domain/instant.ts'
import type { SessionMinute } from '../domain/session-count.ts'
import type { ProjectScope } from './project-scope.ts'
import type { SessionSpan } from './window-store.ts'

/** The questions that pages and API ask about sessions of applications. */
export interface SessionReads {
  /** Minutes in which sessions began, oldest first; of the last eight days. */
  sessionMinutes(scope: ProjectScope, span: SessionSpan): Promise<readonly SessionMinute[]>
  /** Sessions by release, most sessions first; at most 500. Whole hours, of the last ninety days. */
  sessionsOfReleases(scope: ProjectScope, since: Instant): Promise<readonly ReleaseSessions[]>
}

/** The sessions of one release. */
export interface ReleaseSessions {
  readonly projectId: number
  /** Undefined: of sessions without one, or of releases too many to be told apart. */
  readonly release?: string | undefined
  readonly started: number
  /** Those with any error, the crashed ones included. */
  readonly errored: number
  readonly crashed: number
}
