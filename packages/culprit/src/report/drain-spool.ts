import type { ClientDiscardReason } from '@culprit/wire'
import type { SpooledFile } from '../mail/spool-name.ts'
import type { DeliverEvent } from './deliver-event.ts'
import type { DeliveryPause } from './delivery-pause.ts'
import type { EventSpool } from './event-spool.ts'
import type { OutgoingEvent } from './outgoing-event.ts'
import type { Outcomes } from './outcomes.ts'

/** What a run over the spool needs. */
export interface DrainSpoolOptions {
  readonly spool: EventSpool
  readonly deliver: DeliverEvent
  readonly pause: DeliveryPause
  readonly now: () => number
  readonly maxAgeMs: number
  readonly retryDelayMs: (attempt: number) => number
  readonly outcomes: Outcomes
  /** Says whether the event with this id is on its way from memory already. */
  readonly isHeld: (eventId: string) => boolean
  /** Once true, no further event is begun. */
  readonly isOver: () => boolean
  /** Told of every event that is done with, and whether it was sent. */
  readonly settled: (eventId: string, isSent: boolean) => void
}

/** An event that made the server fail so often is not tried again: it may be what it fails over. */
const maxAttempts = 20

/**
 * Sends what waits in the spool, oldest first, one after the other, until there is no way to the server. Returns when
 * to come back, in milliseconds since the epoch: Infinity when nothing is left. Never rejects.
 */
export async function drainSpool(options: DrainSpoolOptions): Promise<number> {
  const { spool, pause, now, isHeld, isOver } = options
  spool.recover()
  let next = Infinity
  for (const file of spool.waiting()) {
    if (isOver() || !pause.allows('error')) return Math.min(next, pause.until('error'))
    if (isHeld(file.id)) continue
    if (file.notBefore > now()) next = Math.min(next, file.notBefore)
    else if (spool.claim(file)) next = Math.min(next, await drainOne(file, options))
  }
  return next
}

/** Returns when to try this one again, Infinity for never. */
async function drainOne(file: SpooledFile, options: DrainSpoolOptions): Promise<number> {
  const { spool, deliver, pause, outcomes, now, maxAgeMs, retryDelayMs } = options
  const giveUp = (reason: ClientDiscardReason, event?: OutgoingEvent): number => {
    spool.remove(file)
    if (event?.type === 'client_report') outcomes.restore(event.payload)
    else outcomes.count(reason, event?.category ?? 'error')
    options.settled(file.id, false)
    return Infinity
  }
  const read = spool.read(file)
  if (read === undefined) return giveUp('invalid')
  const { event, dsn } = read
  if (now() - file.createdAt > maxAgeMs) return giveUp('network_error', event)
  const outcome = pause.isLimited(event.category) ? 'later' : await deliver(event, dsn)
  switch (outcome) {
    case 'sent':
      spool.remove(file)
      options.settled(file.id, true)
      return Infinity
    case 'refused':
      return giveUp('send_error', event)
    case 'failed':
    case 'later': {
      if (outcome === 'failed' && file.attempts >= maxAttempts) return giveUp('send_error', event)
      const waits = outcome === 'failed' || !pause.isOut ? now() + retryDelayMs(file.attempts + 1) : 0
      const notBefore = Math.max(pause.limitedUntil(event.category), waits)
      spool.release(file, notBefore > now() ? { notBefore } : undefined)
      return Math.max(notBefore, pause.until('error'))
    }
  }
}
