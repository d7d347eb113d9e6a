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

export interface OutboxStore {
  /** Rows whose time has come, oldest first. */
  due(now: Instant, max: number): Promise<readonly OutboxRow[]>
  /** When the next pending row is due; undefined when there is none. */
  nextDue(): Promise<Instant | undefined>
  /** Recorded before the conversation starts, so that a crash in it is seen afterwards. */
  begin(id: number, now: Instant): Promise<void>
  finish(id: number, attempt: DeliveryAttempt, outcome: OutboxOutcome): Promise<void>
  /** Rows left in `sending` by a crash go back to `pending`; returns how many. */
  recover(now: Instant): Promise<number>
}
