import type { Instant } from './instant.ts'
import type { SessionState } from './session-report.ts'

/** Sessions of a project that began in one minute, by environment and release. */
export interface SessionCount {
  readonly projectId: number
  /** The start of the minute. */
  readonly minute: Instant
  readonly environment?: string | undefined
  readonly release?: string | undefined
  readonly started: number
  /** Those with any error, the crashed ones included. */
  readonly errored: number
  readonly crashed: number
}

/** How many sessions began in a minute. */
export interface SessionMinute {
  /** The start of the minute. */
  readonly minute: Instant
  readonly started: number
}

/** A session by its id, with the worst that is known of it: kept so that its next update does not count it again. */
export interface SeenSession {
  readonly projectId: number
  readonly sid: string
  readonly at: Instant
  readonly state: SessionState
}

/** What a batch adds to the sessions of its projects. */
export interface SessionPlan {
  readonly counts: readonly SessionCount[]
  readonly seen: readonly SeenSession[]
}

/** Fewer sessions than this in the last hour say nothing about a share of them. Sentry's number. */
export const fewestSessions = 50
