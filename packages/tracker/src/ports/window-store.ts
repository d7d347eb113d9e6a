import type { Instant } from '../domain/instant.ts'
import type { SessionMinute } from '../domain/session-count.ts'

/** Events of an issue in a span of time: later than `after`, not later than `until`. */
export interface WindowSpan {
  readonly issueId: number
  /** Undefined: in any environment. */
  readonly environment?: string | undefined
  readonly after: Instant
  readonly until: Instant
}

/** Sessions of a project that began in a span of time: later than `after`. */
export interface SessionSpan {
  readonly projectId: number
  /** Undefined: in any environment. */
  readonly environment?: string | undefined
  readonly after: Instant
}

/** What alert rules count over, read back from stored events: after a restart, and for spans that are past. */
export interface WindowStore {
  /** Counts of events, oldest first, each at the time of its first; events within `stepMs` may be one entry. */
  eventTimes(
    span: WindowSpan & { readonly stepMs: number },
  ): Promise<readonly { readonly at: Instant; readonly count: number }[]>
  /** When each user was last seen, longest ago first; at most 100,000. */
  userTimes(span: WindowSpan): Promise<readonly { readonly user: string; readonly at: Instant }[]>
  /** True when the issue has a stored or counted event in the environment. */
  seenInEnvironment(issueId: number, environment: string): Promise<boolean>
  /** When an event of a project was last received; undefined when never. Lags by up to a second. */
  lastEventAt(projectId: number, environment: string | undefined): Promise<Instant | undefined>
  /** The releases of a project, the one that was first seen longest ago first. Lags by up to a second. */
  releases(projectId: number): Promise<readonly string[]>
  /** Minutes in which sessions began, oldest first; of the last eight days. */
  sessionMinutes(span: SessionSpan): Promise<readonly SessionMinute[]>
}
