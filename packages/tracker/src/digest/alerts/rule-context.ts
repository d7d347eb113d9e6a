import type { AlertInterval } from '../../domain/alert-window.ts'
import type { FingerprintedEvent } from '../../domain/digest-plan.ts'
import type { Instant } from '../../domain/instant.ts'
import type { Assignee } from '../../domain/issue.ts'
import type { SessionCount } from '../../domain/session-count.ts'

/** What an event did to its issue, as bits. */
export const happened = { new: 1, regressed: 2, reappeared: 4 } as const

/** An event and its issue as the rules of its project see them. */
export interface RuleContext {
  readonly event: FingerprintedEvent
  readonly issueId: number
  /** Sum of `happened`; 0 for an event that only counts. */
  readonly flags: number
  /** Events ever counted of the issue, this one included. */
  readonly count: number
  readonly firstSeen: Instant
  readonly assignee?: Assignee | undefined
  readonly memory: AlertMemory
}

/** What rules ask about earlier events; it has taken note of the event that they are asked about. */
export interface AlertMemory {
  /** Takes note of the next event in spool order, before the rules are asked about it. */
  see(event: FingerprintedEvent, issue: { readonly issueId: number; readonly flags: number }): void
  /** Takes note of sessions that came with the events that follow. */
  seeSessions(counts: readonly SessionCount[]): void
  count(window: WindowQuestion): number
  /** Returns how many sessions of a project began in the hour before `until`. */
  sessionsOfHour(question: SessionQuestion): number
  /** True when the issue of the event seen last was not seen in the event's environment before. */
  isNewInEnvironment(): boolean
  /** True when no newer release than this is known of the project. */
  isLatestRelease(projectId: number, release: string): boolean
}

/** Something counted in a window that ends at `until`. */
export interface WindowQuestion {
  /** From `windowKey`, made once, since it is asked for with every event. */
  readonly key: string
  readonly of: 'events' | 'users'
  readonly issueId: number
  /** Undefined: in any environment. */
  readonly environment?: string | undefined
  readonly interval: AlertInterval
  /** The window ends this long before `until`. */
  readonly before?: AlertInterval | undefined
  readonly until: Instant
}

/** Sessions of the last hour of a project. */
export interface SessionQuestion {
  readonly projectId: number
  /** Undefined: in any environment. */
  readonly environment?: string | undefined
  readonly until: Instant
}

/** A memory of nothing, for rules that ask for none. */
export const noMemory: AlertMemory = {
  see() {},
  seeSessions() {},
  count: () => 0,
  sessionsOfHour: () => 0,
  isNewInEnvironment: () => false,
  isLatestRelease: () => false,
}
