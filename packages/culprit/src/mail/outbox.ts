import { deliverStore } from './deliver-store.ts'
import { nothingDelivered, sumReports, type DeliveryReport } from './delivery-report.ts'
import type { MailClock } from './mail-clock.ts'
import type { MailStore } from './mail-store.ts'
import type { MailTransport } from './mail-transport.ts'
import type { OutgoingMail } from './outgoing-mail.ts'
import { Outage } from './outage.ts'

/** Why a mail was given up. */
export type MailLoss = 'queue-full' | 'spool-full' | 'expired' | 'refused' | 'unreadable'

/** What an outbox works with. */
export interface OutboxOptions {
  /** Where mails wait, the best place first; the next one is for when a place cannot be written. */
  readonly stores: readonly MailStore[]
  readonly transport: MailTransport
  readonly clock: MailClock
  readonly random: () => number
  readonly maxMails: number
  readonly maxBytes: number
  /** Tells people about outages and losses, one line at a time. */
  readonly warn: (line: string) => void
  readonly lost: (reason: MailLoss, count: number) => void
  /** Runs what delivers, so that records made by it are recognised. */
  readonly around: <T>(deliver: () => Promise<T>) => Promise<T>
}

/** What a run over all waiting mails did, and how many still wait. */
export interface DrainReport {
  readonly sent: number
  readonly waiting: number
  readonly refused: number
  readonly expired: number
  /** Why the rest was not sent, when the server could not be reached. */
  readonly outage?: Error | undefined
}

type Counted = Exclude<MailLoss, 'queue-full' | 'spool-full'>
/** A mail that stays due, because another process is about to take it, must not keep this one busy. */
const shortestPauseMs = 1000
const longestPauseMs = 3_600_000
const countedLosses: readonly Counted[] = ['expired', 'refused', 'unreadable']

interface Incoming {
  readonly mail: OutgoingMail
  readonly finish: (() => OutgoingMail) | undefined
}

/**
 * Takes mails at once and sends them later: `push` only puts them into a bounded queue; a moment after they are
 * stored, then sent, one run at a time. While the mail server is away nothing is tried until its time comes.
 */
export class Outbox {
  readonly #options: OutboxOptions
  readonly #outage: Outage
  #incoming: Incoming[] = []
  #incomingBytes = 0
  #running: Promise<void> | undefined
  #startIsDue = false
  #cancelTimer: (() => void) | undefined
  #storeFailed = false
  #unsettled = false
  #closed = false

  constructor(options: OutboxOptions) {
    this.#options = options
    this.#outage = new Outage(options)
  }

  /** Whether mails of this process may not have been sent yet. */
  get unsettled(): boolean {
    return this.#unsettled || this.#incoming.length > 0
  }

  /** Whether the mail server was away when it was last tried. */
  get isOut(): boolean {
    return this.#outage.isOut
  }

  /** Notes that the mails of this process were dealt with by another. */
  settled(): void {
    this.#unsettled = false
  }

  /**
   * Queues a mail. The oldest go when there are more than fit. `finish` returns it as it is to be stored, and is called
   * then: for what takes too long while something is logged.
   */
  push(mail: OutgoingMail, finish?: () => OutgoingMail): void {
    this.#closed = false
    this.#incoming.push({ mail, finish })
    this.#incomingBytes += sizeOf(mail)
    const { maxMails, maxBytes } = this.#options
    while (
      this.#incoming.length > maxMails ||
      (this.#incomingBytes > maxBytes && this.#incoming.length > 1)
    ) {
      const dropped = this.#incoming.shift()
      if (dropped === undefined) break
      this.#incomingBytes -= sizeOf(dropped.mail)
      this.#options.lost('queue-full', 1)
    }
    this.start()
  }

  /** Starts a run soon; also for mails that earlier processes have left. */
  start(): void {
    if (this.#startIsDue) return
    this.#startIsDue = true
    setImmediate(() => {
      this.#startIsDue = false
      void this.#run()
    })
  }

  /** Moves what is queued to where it is safe. Synchronous, for the end of the process too. */
  storeIncoming(): void {
    const mails = this.#incoming
    this.#incoming = []
    this.#incomingBytes = 0
    for (const { mail, finish } of mails) this.#store(finish?.() ?? mail)
  }

  /** Resolves when what waits was sent or cannot be sent for now, at the latest after `timeoutMs`. */
  async flush(timeoutMs: number): Promise<void> {
    const { clock } = this.#options
    const until = clock.now() + timeoutMs
    let cancel: (() => void) | undefined
    // Not the clock's timer: that one would let the process end while somebody waits.
    const late = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs)
      cancel = () => clearTimeout(timer)
    })
    const running = (async (): Promise<void> => {
      await this.#running
      await this.#run(until)
    })()
    await Promise.race([running, late])
    cancel?.()
  }

  /** Tries every waiting mail now, whatever its time and however the last attempt went. */
  async drain(timeoutMs: number): Promise<DrainReport> {
    while (this.#running !== undefined) await this.#running
    const until = this.#options.clock.now() + timeoutMs
    this.storeIncoming()
    const draining = this.#deliver(until, true)
    this.#running = this.#alone(draining)
    const { sent, refused, expired, outage } = await draining
    const waiting = this.#options.stores.reduce((sum, store) => sum + store.waiting().length, 0)
    return { sent, waiting, refused, expired, ...(outage !== undefined && { outage }) }
  }

  /** Stops after the mail that is being sent, and tries nothing on its own account until there is a new one. */
  close(): void {
    this.#closed = true
    this.#cancelTimer?.()
  }

  #run(until = Infinity): Promise<void> {
    this.#running ??= this.#alone(this.#runs(until))
    return this.#running
  }

  async #alone(work: Promise<unknown>): Promise<void> {
    await work
    this.#running = undefined
    this.#schedule()
  }

  async #runs(until: number): Promise<void> {
    do {
      this.storeIncoming()
      if (!this.#outage.mayTry()) return
      const { outage } = await this.#deliver(until, false)
      if (outage !== undefined) return
    } while (this.#incoming.length > 0 && !this.#closed && this.#options.clock.now() < until)
  }

  async #deliver(until: number, all: boolean): Promise<DeliveryReport> {
    const { transport, clock, random, around, stores } = this.#options
    let total = nothingDelivered
    const now = clock.now
    const isOver = (): boolean => this.#closed || now() >= until
    for (const store of stores) {
      const report = await around(() => deliverStore({ store, transport, now, random, isOver, all }))
      total = sumReports(total, report)
      if (report.outage !== undefined) break
    }
    this.#settle(total)
    if (isOver()) this.#unsettled = true
    return total
  }

  #settle(report: DeliveryReport): void {
    if (report.outage !== undefined) this.#outage.begin(report.outage)
    else if (report.sent + report.deferred + report.refused > 0) this.#outage.end()
    this.#unsettled = report.outage !== undefined
    for (const reason of countedLosses) if (report[reason] > 0) this.#options.lost(reason, report[reason])
    if (report.lastRefusal === undefined) return
    this.#options.warn(`${report.refused} error mail(s) refused for good: ${report.lastRefusal.message}`)
  }

  #store(mail: OutgoingMail): void {
    this.#unsettled = true
    for (const store of this.#options.stores) {
      try {
        const { dropped } = store.write(mail)
        if (dropped > 0) this.#options.lost('spool-full', dropped)
        return
      } catch (error) {
        if (!this.#storeFailed) this.#options.warn(`error mails cannot be kept on disk: ${String(error)}`)
        this.#storeFailed = true
      }
    }
  }

  /** Sets the timer for what waits; it does not keep the process alive, since what waits is stored. */
  #schedule(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = undefined
    const next = this.#closed ? undefined : this.#nextAt()
    if (next === undefined) return
    const { now, setTimer } = this.#options.clock
    const delayMs = Math.min(Math.max(shortestPauseMs, next - now()), longestPauseMs)
    this.#cancelTimer = setTimer(() => void this.#run(), delayMs)
  }

  #nextAt(): number | undefined {
    let next = Infinity
    for (const store of this.#options.stores)
      for (const { notBefore } of store.waiting()) next = Math.min(next, notBefore)
    if (next === Infinity) return undefined
    return Math.max(next, this.#outage.tryAgainAt)
  }
}

function sizeOf(mail: OutgoingMail): number {
  return mail.text.length + (mail.html?.length ?? 0)
}
