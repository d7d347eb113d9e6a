import type { AlertDestination } from '../domain/alert.ts'
import type { Instant } from '../domain/instant.ts'
import type { OutboxMessage } from '../domain/outbox-message.ts'

/**
 * `held` rows wait for nothing: there is no mail server or no address, and the page says so. `folded` rows are told by
 * the digest they are in.
 */
export type OutboxState = 'pending' | 'sending' | 'sent' | 'failed' | 'held' | 'folded'

/** One message to one destination, written in the transaction that made the reason for it. */
export interface OutboxRow {
  readonly id: number
  readonly message: OutboxMessage
  readonly destination: AlertDestination
  readonly state: OutboxState
  readonly attempts: number
  readonly createdAt: Instant
  readonly nextAt: Instant
}

/** One try to deliver a row, and what the other side said. */
export interface DeliveryAttempt {
  readonly outboxId: number
  readonly at: Instant
  readonly ok: boolean
  /** The server's answer, or the error; at most 500 characters, no secrets. */
  readonly detail: string
  readonly ms: number
}

/** What becomes of a row after an attempt. */
export type OutboxOutcome =
  | { readonly state: 'sent' }
  | { readonly state: 'pending'; readonly nextAt: Instant }
  | { readonly state: 'failed' }
  | { readonly state: 'held'; readonly reason: string }

/** Mail and other channels are delivered side by side, so that a chat that does not answer delays no mail. */
export interface OutboxLane {
  readonly to: 'mail' | 'channels'
  /** Destinations that something is being sent to: their rows are left out. */
  readonly except?: readonly number[] | undefined
}

export interface OutboxStore {
  /** Rows whose time has come, oldest first. */
  due(now: Instant, max: number, lane: OutboxLane): Promise<readonly OutboxRow[]>
  /** When the next pending row is due; undefined when there is none. */
  nextDue(lane: OutboxLane): Promise<Instant | undefined>
  /** Recorded before the conversation starts, so that a crash in it is seen afterwards. */
  begin(id: number, now: Instant): Promise<void>
  /** Not now: the destination wants to be left alone until then. No attempt is counted. */
  postpone(id: number, nextAt: Instant): Promise<void>
  finish(id: number, attempt: DeliveryAttempt, outcome: OutboxOutcome): Promise<void>
  /** Rows left in `sending` by a crash go back to `pending`; returns how many. */
  recover(now: Instant, lane: OutboxLane): Promise<number>
}
