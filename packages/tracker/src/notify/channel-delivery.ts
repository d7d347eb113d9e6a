import type { AttemptOutcome, ChannelKind, Destination } from '../domain/destination.ts'
import type { Instant } from '../domain/instant.ts'
import type { DestinationAttempt, DestinationStore } from '../ports/destination-store.ts'
import type { OutboxOutcome, OutboxRow } from '../ports/outbox-store.ts'
import type { AlertContent } from './alert-content.ts'
import { retryDelayMs } from './backoff.ts'
import { sendAlert, type SendAlertDeps, type SentAlert } from './send-alert.ts'

export interface ChannelDeliveryDeps extends SendAlertDeps {
  readonly store: DestinationStore
  /** What a row says; undefined when what it is about is gone. */
  readonly content: (row: OutboxRow) => Promise<AlertContent | undefined>
  /** Called after each attempt, for metrics. */
  readonly onAttempt?: ((kind: ChannelKind, outcome: AttemptOutcome) => void) | undefined
}

/** What became of a row: the line for the outbox's log, and its next state. */
export interface ChannelResult {
  readonly ok: boolean
  readonly detail: string
  readonly outcome: OutboxOutcome
}

/** Delivers rows of the outbox to destinations. */
export interface ChannelDelivery {
  /** Until when the row's destination wants to be left alone; undefined when it may be sent to. */
  pausedUntil(row: OutboxRow): Promise<Instant | undefined>
  /** Tries once, and adds the attempt to the destination's log. */
  send(row: OutboxRow, signal: AbortSignal): Promise<ChannelResult>
}

/** Returns the delivery of alerts to destinations besides mail. */
export function createChannelDelivery(deps: ChannelDeliveryDeps): ChannelDelivery {
  return {
    async pausedUntil(row) {
      const until = (await find(deps, row))?.health.pausedUntil
      return until !== undefined && until > deps.now() ? until : undefined
    },
    async send(row, signal) {
      const destination = await find(deps, row)
      if (destination === undefined) return failed('the destination was removed, or is of another project')
      if (destination.health.disabledAt !== undefined) {
        const reason = `${destination.name} is switched off`
        return { ok: false, detail: reason, outcome: { state: 'held', reason } }
      }
      const content = await deps.content(row)
      if (content === undefined) return failed('the issue is no longer stored')
      const number = row.attempts + 1
      const delivery = { destination, content, deliveryId: String(row.id), number, outboxId: row.id }
      const sent = await sendAlert(delivery, deps, signal)
      if (sent === undefined) return { ok: true, detail: 'nothing to tell', outcome: { state: 'sent' } }
      return record(deps, destination, toFinal(sent, deps.now()))
    },
  }
}

interface FinalAttempt {
  readonly attempt: DestinationAttempt
  readonly nextAt?: Instant | undefined
}

/** The row's destination, when it is of the same project: a rule must not tell what happens in one to another. */
async function find({ store }: ChannelDeliveryDeps, row: OutboxRow): Promise<Destination | undefined> {
  if (row.destination.kind !== 'channel') return undefined
  const found = await store.destination(row.destination.destinationId)
  return found?.projectId === projectOf(row) ? found : undefined
}

function projectOf({ message }: OutboxRow): number | undefined {
  if (message.kind === 'weekly') return undefined
  return message.kind === 'alert' ? message.alert.projectId : message.projectId
}

/** The last retry that fails has failed for good; no retry comes before the service wants one. */
function toFinal({ attempt, retryAfterMs = 0 }: SentAlert, now: Instant): FinalAttempt {
  if (attempt.outcome !== 'retry') return { attempt }
  const delay = retryDelayMs(attempt.number)
  if (delay === undefined) return { attempt: { ...attempt, outcome: 'failed' } }
  return { attempt, nextAt: now + Math.max(delay, retryAfterMs) }
}

async function record(
  { store, onAttempt }: ChannelDeliveryDeps,
  destination: Destination,
  { attempt, nextAt }: FinalAttempt,
): Promise<ChannelResult> {
  await store.recordAttempt(attempt)
  onAttempt?.(destination.kind, attempt.outcome)
  const detail = `${destination.name}: ${attempt.problem ?? `the server answered ${attempt.status}`}`
  if (attempt.outcome === 'delivered') return { ok: true, detail, outcome: { state: 'sent' } }
  return nextAt === undefined ? failed(detail) : { ok: false, detail, outcome: { state: 'pending', nextAt } }
}

function failed(detail: string): ChannelResult {
  return { ok: false, detail, outcome: { state: 'failed' } }
}
