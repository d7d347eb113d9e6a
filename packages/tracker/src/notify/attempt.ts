import { secondMs, type Clock, type Instant } from '../domain/instant.ts'
import { MailError, type Mail, type Mailer } from '../ports/mailer.ts'
import type { DeliveryAttempt, OutboxOutcome, OutboxRow } from '../ports/outbox-store.ts'
import { retryDelayMs } from './backoff.ts'
import type { ChannelDelivery, ChannelResult } from './channel-delivery.ts'
import type { SetTimer } from './set-timer.ts'

/** What an attempt came to: the line for the delivery log, and what becomes of the row. */
export interface AttemptResult {
  readonly attempt: DeliveryAttempt
  readonly outcome: OutboxOutcome
}

export interface AttemptDeps {
  readonly mailer: Mailer | undefined
  readonly render: (row: OutboxRow) => Promise<Mail | undefined>
  /** Undefined where only mails are delivered. */
  readonly channels?: ChannelDelivery | undefined
  readonly now: Clock
  readonly monotonic: () => number
  readonly setTimer: SetTimer
  readonly onError: (error: unknown) => void
  /** Aborted when the program ends. */
  readonly signal: AbortSignal
}

/** How long one delivery may take, from rendering to the server's answer. */
const deliveryDeadlineMs: number = 30 * secondMs
const maxDetail = 500

/** Tries to deliver a row once and returns what came of it; never rejects. Takes at most 30 s. */
export async function attemptDelivery(row: OutboxRow, deps: AttemptDeps): Promise<AttemptResult> {
  const began = deps.monotonic()
  const at = deps.now()
  const end = (ok: boolean, detail: string, outcome: OutboxOutcome): AttemptResult => ({
    attempt: {
      outboxId: row.id,
      at,
      ok,
      detail: detail.slice(0, maxDetail),
      ms: Math.max(0, Math.round(deps.monotonic() - began)),
    },
    outcome,
  })
  const hold = (reason: string): AttemptResult => end(false, reason, { state: 'held', reason })
  if (row.destination.kind === 'channel') {
    const { channels } = deps
    if (channels === undefined) return hold('no such channel')
    const { ok, detail, outcome } = await channels.send(row, deps.signal).catch((error: unknown) => {
      deps.onError(error)
      return storeFailure(row, deps.now())
    })
    return end(ok, detail, outcome)
  }
  if (deps.mailer === undefined) return hold('no mail server configured')
  if (row.destination.address === '') return hold('no address')
  try {
    const response = await withDeadline(deps, (signal) => renderAndSend(row, deps, signal))
    if (response === undefined)
      return end(false, 'the issue or its event is no longer stored', { state: 'failed' })
    return end(true, response, { state: 'sent' })
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'the delivery failed'
    if (!(error instanceof MailError)) deps.onError(error)
    const delay = error instanceof MailError && !error.retryable ? undefined : retryDelayMs(row.attempts + 1)
    return end(
      false,
      detail,
      delay === undefined ? { state: 'failed' } : { state: 'pending', nextAt: deps.now() + delay },
    )
  }
}

/** The store failed and not the service: nothing is known of the message, and the next try is an ordinary one. */
function storeFailure(row: OutboxRow, now: Instant): ChannelResult {
  const delay = retryDelayMs(row.attempts + 1)
  const outcome: OutboxOutcome =
    delay === undefined ? { state: 'failed' } : { state: 'pending', nextAt: now + delay }
  return { ok: false, detail: 'the tracker could not read or store what it needs', outcome }
}

async function renderAndSend(
  row: OutboxRow,
  deps: AttemptDeps,
  signal: AbortSignal,
): Promise<string | undefined> {
  const mail = await deps.render(row)
  if (mail === undefined || deps.mailer === undefined) return undefined
  return (await deps.mailer.send(mail, signal)).response
}

/** Gives up on a mailer that does not listen to its signal too, so that no conversation blocks the outbox. */
async function withDeadline<T>(deps: AttemptDeps, run: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const deadline = new AbortController()
  const { promise: late, reject } = Promise.withResolvers<never>()
  const giveUp = (message: string): void => {
    reject(new MailError(message, { retryable: true }))
    deadline.abort()
  }
  const cancel = deps.setTimer(() => giveUp('no answer within 30 s'), deliveryDeadlineMs)
  const onClose = (): void => giveUp('the tracker stopped before the server answered')
  deps.signal.addEventListener('abort', onClose, { once: true })
  try {
    return await Promise.race([run(deadline.signal), late])
  } finally {
    cancel()
    deps.signal.removeEventListener('abort', onClose)
  }
}
