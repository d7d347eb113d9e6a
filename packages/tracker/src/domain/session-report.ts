import type { Instant } from './instant.ts'

/**
 * What became of a session: nothing to tell, an error (also one that was not handled, or an abnormal end), or a crash.
 * It never gets better, so what several updates of one session say is the largest of them.
 */
export const sessionStates = { healthy: 0, errored: 1, crashed: 2 } as const
export type SessionState = (typeof sessionStates)[keyof typeof sessionStates]

/**
 * What an application says of its own sessions: visits of a page, runs of a program, requests to a server. Signing in
 * to the tracker is something else.
 */
export type SessionReport = SessionUpdate | SessionAggregate

/** Where and when the session of a report began. */
interface SessionOrigin {
  readonly projectId: number
  /** By the server's clock; not later than the arrival. */
  readonly startedAt: Instant
  readonly environment?: string | undefined
  readonly release?: string | undefined
}

/** One update of one session. */
export interface SessionUpdate extends SessionOrigin {
  readonly kind: 'update'
  /** 32 lowercase hex digits. */
  readonly sid: string
  /** The SDK says that it sent this session before (`init: false`); absent `init` says nothing either way. */
  readonly isLater: boolean
  readonly state: SessionState
}

/** Sessions that an SDK added up itself, since they began in the same minute. */
export interface SessionAggregate extends SessionOrigin {
  readonly kind: 'aggregate'
  readonly started: number
  /** Those with any error, the crashed ones included. */
  readonly errored: number
  readonly crashed: number
}

/** Returns the key under which `KnownIssues.sessions` holds a session. */
export function sessionKey(session: { readonly projectId: number; readonly sid: string }): string {
  return `${session.projectId}:${session.sid}`
}
