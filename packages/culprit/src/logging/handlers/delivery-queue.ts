/** How one attempt to deliver ended: `retry` keeps the item and waits, `refused` gives it up. */
export type DeliveryOutcome = 'delivered' | 'retry' | 'refused'

/** Why a queue lost items: it was full, the receiver refused them, or they never got through. */
type DeliveryLoss = 'queue-full' | 'refused' | 'undelivered'

/** What a `DeliveryQueue` delivers with and within which bounds. */
export interface DeliveryQueueOptions {
  /** Tries to deliver one message within its own deadline; a rejection counts as `retry`. */
  readonly deliver: (message: Buffer) => Promise<DeliveryOutcome>
  readonly onLoss: (reason: DeliveryLoss, messages: number) => void
  /** Called with the reason of the first failure after a success. */
  readonly onOutage: (reason: unknown) => void
  /** @default 1000 */
  readonly maxMessages?: number | undefined
  /** @default 5 MiB */
  readonly maxBytes?: number | undefined
  /** How many attempts a message gets. @default no limit */
  readonly attempts?: number | undefined
}

const firstWaitMs = 1000
const longestWaitMs = 30_000
/** The wait while somebody flushes: long enough for a broken connection to be noticed. */
const urgentWaitMs = 50

/**
 * A bounded queue of messages that are delivered one after the other. Adding never waits and never throws: when it
 * is full, the oldest message goes. After a failure it waits 1 s, 2 s, 4 s up to 30 s; such a wait does not keep
 * the process alive.
 */
export class DeliveryQueue {
  readonly #options: DeliveryQueueOptions
  readonly #maxMessages: number
  readonly #maxBytes: number
  #messages: Buffer[] = []
  #bytes = 0
  #running: Promise<void> | undefined
  #inOutage = false
  #isUnderway = false
  #isClosed = false
  #stopWaiting: (() => void) | undefined
  /** How many more attempts may fail before those who wait for a flush are let go. */
  #urgentAttempts = 0
  readonly #flushWaiters = new Set<() => void>()

  constructor(options: DeliveryQueueOptions) {
    this.#options = options
    this.#maxMessages = options.maxMessages ?? 1000
    this.#maxBytes = options.maxBytes ?? 5 * 1024 * 1024
  }

  get length(): number {
    return this.#messages.length
  }

  /** Adds a message. If nothing is under way, the attempt to deliver it begins before this returns. */
  add(message: Buffer): void {
    if (this.#isClosed || message.length > this.#maxBytes) {
      this.#options.onLoss(this.#isClosed ? 'undelivered' : 'queue-full', 1)
      return
    }
    this.#messages.push(message)
    this.#bytes += message.length
    while (this.#messages.length > this.#maxMessages || this.#bytes > this.#maxBytes) this.#dropOldest()
    this.#running ??= this.#run()
  }

  /** Whether the first message waits for another attempt, so that none is under way. */
  get isWaiting(): boolean {
    return this.#stopWaiting !== undefined
  }

  /** Takes all messages out, for whoever delivers them in another way. */
  takeAll(): readonly Buffer[] {
    const messages = this.#messages
    this.#messages = []
    this.#bytes = 0
    return messages
  }

  /**
   * Resolves when everything is delivered, when two attempts from now on have failed, or after `timeoutMs`.
   * A wait between attempts ends early.
   */
  async flush(timeoutMs = 5000): Promise<void> {
    const running = this.#running
    if (running === undefined) return
    await new Promise<void>((resolve) => {
      const letGo = (): void => {
        clearTimeout(timer)
        this.#flushWaiters.delete(letGo)
        resolve()
      }
      const timer = setTimeout(letGo, timeoutMs)
      this.#flushWaiters.add(letGo)
      this.#urgentAttempts = 2
      this.#stopWaiting?.()
      void running.then(letGo)
    })
  }

  /** Flushes, then gives up what is left, counted as `undelivered`. */
  async close(timeoutMs?: number): Promise<void> {
    await this.flush(timeoutMs)
    this.#isClosed = true
    const left = this.takeAll().length
    if (left > 0) this.#options.onLoss('undelivered', left)
    this.#stopWaiting?.()
  }

  async #run(): Promise<void> {
    let attempt = 0
    let waitMs = firstWaitMs
    for (let message = this.#messages[0]; message !== undefined; message = this.#messages[0]) {
      const outcome = await this.#tryToDeliver(message)
      attempt += 1
      const isLast = attempt >= (this.#options.attempts ?? Infinity)
      if (outcome === 'retry' && !isLast) {
        if (this.#isClosed) break
        await this.#wait(this.#isUrgent() ? urgentWaitMs : waitMs)
        waitMs = Math.min(waitMs * 2, longestWaitMs)
        continue
      }
      // A full queue may have dropped it, and a crash path may have taken it, meanwhile.
      if (this.#messages[0] === message) this.#remove()
      if (outcome !== 'delivered') this.#options.onLoss(outcome === 'refused' ? 'refused' : 'undelivered', 1)
      attempt = 0
      waitMs = firstWaitMs
    }
    this.#running = undefined
  }

  async #tryToDeliver(message: Buffer): Promise<DeliveryOutcome> {
    this.#isUnderway = true
    try {
      const outcome = await this.#options.deliver(message)
      if (outcome === 'delivered') this.#inOutage = false
      return outcome
    } catch (error) {
      if (!this.#inOutage) this.#options.onOutage(error)
      this.#inOutage = true
      return 'retry'
    } finally {
      this.#isUnderway = false
    }
  }

  /** Says whether somebody waits for a flush; after two failures they are let go. */
  #isUrgent(): boolean {
    if (this.#flushWaiters.size === 0) return false
    this.#urgentAttempts -= 1
    if (this.#urgentAttempts > 0) return true
    for (const letGo of this.#flushWaiters) letGo()
    return false
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const stop = (): void => {
        clearTimeout(timer)
        this.#stopWaiting = undefined
        resolve()
      }
      const timer = setTimeout(stop, ms)
      timer.unref()
      this.#stopWaiting = stop
    })
  }

  #remove(): void {
    this.#bytes -= this.#messages.shift()?.length ?? 0
  }

  /** The oldest that is not on its way: counting that one would count a message that arrives. */
  #dropOldest(): void {
    const [dropped] = this.#messages.splice(this.#isUnderway ? 1 : 0, 1)
    this.#bytes -= dropped?.length ?? 0
    this.#options.onLoss('queue-full', 1)
  }
}
