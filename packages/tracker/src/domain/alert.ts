import type { InstantCondition, SilenceCondition, WindowCondition } from './alert-condition.ts'
import type { Instant } from './instant.ts'
import type { FoldReason } from './message-budget.ts'

/** Which of a rule's conditions made it fire. */
export type AlertTrigger =
  | InstantCondition['kind']
  | WindowCondition['kind']
  | SilenceCondition['kind']
  /** Enough further events since the rule last fired for the issue. */
  | 'realert'
  /** Somebody asked for a test. */
  | 'test'

/** One fire of a rule: what is told to every destination of the rule, and what the issue's page lists. */
export interface Alert {
  readonly id: number
  readonly ruleId: number
  readonly ruleName: string
  readonly trigger: AlertTrigger
  /** One sentence that says which condition fired and with which numbers. At most 500 characters, no markup. */
  readonly reason: string
  readonly projectId: number
  /** Absent for an alert about the project as a whole (`no-events`). */
  readonly issueId?: number | undefined
  readonly eventId?: string | undefined
  /** The event's environment. */
  readonly environment?: string | undefined
  readonly at: Instant
  /** How often the rule has fired for the issue, this time included. */
  readonly fires: number
}

/** Where an alert goes. */
export type AlertDestination =
  /** An empty address says that nobody had one: the row shows it instead of failing silently. */
  | { readonly kind: 'mail'; readonly address: string }
  | { readonly kind: 'channel'; readonly destinationId: number }

/** A destination of a fire, with the end of the quiet hours in which the fire came. */
export type FireDestination = AlertDestination & { readonly heldUntil?: Instant | undefined }

/** A rule that wants to fire. The store lets it, when its last fire for the issue is long enough ago. */
export interface AlertFire {
  readonly alert: Omit<Alert, 'id' | 'fires'>
  readonly destinations: readonly FireDestination[]
  /** Nothing happens when the rule fired for the issue less than this many milliseconds before `alert.at`. */
  readonly frequencyMs: number
  /** Events ever counted of the issue, this one included. */
  readonly count: number
  /** Only when the rule has fired for the issue before, at least this many events ago. */
  readonly realertEvery?: number | undefined
  /** Nothing happens when the rule has fired after this. */
  readonly notSince?: Instant | undefined
}

/** What became of fires: `suppressed` by the rule's frequency, `folded` into a later message, or told. */
export interface AlertTally {
  readonly fired: number
  readonly suppressed: number
  /** Messages to be sent each by itself. */
  readonly messages: number
  /** Messages held for a digest, by reason. */
  readonly folded: Readonly<Record<FoldReason, number>>
}
