import { DeliveryError, failureOf } from './delivery-error.ts'
import { nothingDelivered, type DeliveryReport } from './delivery-report.ts'
import type { ClaimedMail, MailStore } from './mail-store.ts'
import type { MailTransport } from './mail-transport.ts'
import type { OutgoingMail } from './outgoing-mail.ts'
import { retryDelayMs } from './retry-delay.ts'
import type { SpooledMail } from './spool-name.ts'

/** How one run over the waiting mails goes. */
export interface DeliverOptions {
  readonly store: MailStore
  readonly transport: MailTransport
  readonly now: () => number
  /** 0 to 1. */
  readonly random: () => number
  /** Once true, no further mail is begun. */
  readonly isOver: () => boolean
  /** Tries the mails too whose time has not come. */
  readonly all?: boolean | undefined
}

type Counts = { -readonly [Key in keyof DeliveryReport]: DeliveryReport[Key] }

/** A mail nobody could take for so long is of no use any more. */
const expiryMs = 3 * 24 * 3_600_000
const longestSendMs = 20_000

/**
 * Sends the waiting mails whose time has come, oldest first, one after the other. Stops at the first failure that is
 * the server's rather than a mail's: the others would each wait for the same timeout. Mails older than three days are
 * given up. Never rejects.
 */
export async function deliverStore(options: DeliverOptions): Promise<DeliveryReport> {
  const { store, isOver } = options
  const counts: Counts = { ...nothingDelivered }
  store.recover()
  for (const entry of store.waiting()) {
    if (isOver() || counts.outage !== undefined) break
    if (!isDue(entry, options)) continue
    const claimed = store.claim(entry)
    if (claimed !== undefined) await deliverOne(claimed, options, counts)
  }
  return counts
}

function isDue({ notBefore, createdAt }: SpooledMail, { now, all }: DeliverOptions): boolean {
  return all === true || notBefore <= now() || now() - createdAt > expiryMs
}

async function deliverOne(claimed: ClaimedMail, options: DeliverOptions, counts: Counts): Promise<void> {
  const { store, now } = options
  if (claimed.mail === undefined || now() - claimed.entry.createdAt > expiryMs) {
    counts[claimed.mail === undefined ? 'unreadable' : 'expired']++
    store.remove(claimed)
    return
  }
  try {
    await sendWithin(options.transport, claimed.mail, longestSendMs)
    counts.sent++
    store.remove(claimed)
  } catch (error) {
    failed(claimed, error, options, counts)
  }
}

function failed(claimed: ClaimedMail, error: unknown, options: DeliverOptions, counts: Counts): void {
  const { store, now, random } = options
  const reason = error instanceof Error ? error : new DeliveryError(String(error), 'unreachable')
  switch (failureOf(error)) {
    case 'refused':
      counts.refused++
      counts.lastRefusal = reason
      store.remove(claimed)
      return
    case 'deferred':
      counts.deferred++
      store.release(claimed, { notBefore: now() + retryDelayMs(claimed.entry.attempts + 1, random) })
      return
    case 'unreachable':
      counts.outage = reason
      store.release(claimed)
  }
}

/** A server that drips one byte at a time keeps every other timeout from running out. */
async function sendWithin(transport: MailTransport, mail: OutgoingMail, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DeliveryError(`No answer within ${ms} ms`, 'unreachable')), ms)
  })
  try {
    await Promise.race([transport.send(mail), late])
  } finally {
    clearTimeout(timer)
  }
}
