import type { AlertInterval } from '../../domain/alert-window.ts'
import type { FingerprintedEvent } from '../../domain/digest-plan.ts'
import type { Instant } from '../../domain/instant.ts'

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
  /** True when the project has seen no newer release than the event's. */
  readonly isLatestRelease: () => boolean
  /** True when the issue was not seen before in the event's environment. */
  readonly isNewInEnvironment: () => boolean
  readonly windows: WindowView
}

/** Who an issue is assigned to. */
export interface Assignee {
  readonly kind: 'member' | 'team'
  readonly id: number
}

/** What happened to the issue of a context in a window that ends with its event. */
export interface WindowView {
  count(what: WindowQuestion): number
}

/** Windows in which nothing is. */
export const noWindows: WindowView = { count: () => 0 }

export interface WindowQuestion {
  readonly of: 'events' | 'users'
  readonly issueId: number
  /** Undefined: in any environment. */
  readonly environment?: string | undefined
  readonly interval: AlertInterval
  /** The window ends this long before `until`. */
  readonly before?: AlertInterval | undefined
  readonly until: Instant
}
