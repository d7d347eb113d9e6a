import { minuteMs, secondMs, type Clock } from '../domain/instant.ts'
import type { Mail, Mailer } from '../ports/mailer.ts'
import type { OutboxLane, OutboxOutcome, OutboxRow, OutboxStore } from '../ports/outbox-store.ts'
import { attemptDelivery, type AttemptDeps, type AttemptResult } from './attempt.ts'
import type { ChannelDelivery } from './channel-delivery.ts'
import { startTimer, type SetTimer } from './set-timer.ts'
import { createSteadyClock } from './steady-clock.ts'

export interface DelivererDeps {
  readonly outbox: OutboxStore
  /** Undefined when no mail server is configured: then rows are held, and say so. */
  readonly mailer: Mailer | undefined
  /** Undefined when what the mail is about is gone. */
  readonly render: (row: OutboxRow) => Promise<Mail | undefined>
  /** With it rows for channels are delivered, one at a time to each destination; without it mails are. */
  readonly channels?: ChannelDelivery | undefined
  readonly clock: Clock
  readonly onError: (error: unknown) => void
  /** Called when the outcome of an attempt is stored. */
  readonly onOutcome?: ((outcome: OutboxOutcome) => void) | undefined
  /** @default performance.now */
  readonly monotonic?: (() => number) | undefined
  /** @default setTimeout that does not keep the process alive */
  readonly setTimer?: SetTimer | undefined
  /** @default 2 */
  readonly maxParallel?: number | undefined
}

/** Sends what the outbox holds. `wake` after rows were written; `close` waits at most 5 s for what is under way. */
export interface Deliverer {
  wake(): void
  close(): Promise<void>
}

/** The outbox is looked at this often even when nobody wakes it, so that no jump of the clock holds a mail for long. */
const maxIdleMs = minuteMs
const retryStoreMs = secondMs
const shortestWaitMs = 100
const closeMs = 5 * secondMs

/**
 * Returns a deliverer of outbox rows: due rows oldest first, a few at a time, each recorded before and after its
 * conversation. Rows that a crash left half-sent are taken up again. An answered delivery is never sent again: when
 * its result cannot be stored, the deliverer keeps trying to store it and leaves the row alone.
 */
export function createDeliverer(deps: DelivererDeps): Deliverer {
  return new OutboxDeliverer(deps)
}

/** A delivery that has begun, and the destination it keeps busy. */
interface UnderWay {
  readonly done: Promise<void>
  readonly destinationId: number | undefined
}

class OutboxDeliverer implements Deliverer {
  readonly #deps: DelivererDeps
  readonly #attempts: AttemptDeps
  readonly #setTimer: SetTimer
  readonly #maxParallel: number
  readonly #underWay = new Map<number, UnderWay>()
  readonly #closing = new AbortController()
  #cancelTimer: (() => void) | undefined
  #recovered = false
  #looking = false
  #lookAgain = false

  constructor(deps: DelivererDeps) {
    const monotonic = deps.monotonic ?? (() => performance.now())
    this.#deps = deps
    this.#setTimer = deps.setTimer ?? startTimer
    this.#maxParallel = deps.maxParallel ?? 2
    this.#attempts = {
      mailer: deps.mailer,
      render: deps.render,
      channels: deps.channels,
      now: createSteadyClock({ clock: deps.clock, monotonic }),
      monotonic,
      setTimer: this.#setTimer,
      onError: deps.onError,
      signal: this.#closing.signal,
    }
  }

  wake(): void {
    if (this.#closing.signal.aborted) return
    this.#lookAgain = true
    if (!this.#looking) void this.#run() // `#run` ends every error in onError
  }

  async close(): Promise<void> {
    this.#cancelTimer?.()
    const settled = Promise.allSettled([...this.#underWay.values()].map(({ done }) => done))
    await this.#within(settled, closeMs)
    this.#closing.abort()
    this.#cancelTimer?.()
    // What was cut off is recorded as an attempt, if the store still answers.
    await this.#within(settled, retryStoreMs)
    this.#deps.mailer?.close()
  }

  async #run(): Promise<void> {
    this.#looking = true
    this.#cancelTimer?.()
    let waitMs = retryStoreMs
    do {
      this.#lookAgain = false
      waitMs = await this.#look().catch((error: unknown) => (this.#deps.onError(error), retryStoreMs))
    } while (this.#lookAgain && !this.#closing.signal.aborted)
    this.#looking = false
    if (!this.#closing.signal.aborted) this.#cancelTimer = this.#setTimer(() => this.wake(), waitMs)
  }

  /** Starts what is due as far as there is room; returns how long to wait until the next look. */
  async #look(): Promise<number> {
    const { outbox } = this.#deps
    const { now } = this.#attempts
    if (!this.#recovered) await outbox.recover(now(), this.#lane())
    this.#recovered = true
    const free = this.#maxParallel - this.#underWay.size
    // Rows under way are asked for too, since an engine may still call them due; they are left out here.
    const due = free > 0 ? await outbox.due(now(), this.#maxParallel + this.#underWay.size, this.#lane()) : []
    if (this.#closing.signal.aborted) return maxIdleMs
    for (const row of due) if (this.#hasRoom(row)) this.#start(row)
    const next = this.#underWay.size < this.#maxParallel ? await outbox.nextDue(this.#lane()) : undefined
    return next === undefined ? maxIdleMs : Math.min(maxIdleMs, Math.max(shortestWaitMs, next - now()))
  }

  #lane(): OutboxLane {
    if (this.#deps.channels === undefined) return { to: 'mail' }
    return { to: 'channels', except: this.#busy() }
  }

  #busy(): readonly number[] {
    return [...this.#underWay.values()].flatMap(({ destinationId }) => destinationId ?? [])
  }

  #hasRoom(row: OutboxRow): boolean {
    if (this.#underWay.size >= this.#maxParallel || this.#underWay.has(row.id)) return false
    const destinationId = destinationOf(row)
    return destinationId === undefined || !this.#busy().includes(destinationId)
  }

  #start(row: OutboxRow): void {
    const done = this.#deliver(row).finally(() => {
      this.#underWay.delete(row.id)
      this.wake()
    })
    this.#underWay.set(row.id, { done, destinationId: destinationOf(row) })
  }

  async #deliver(row: OutboxRow): Promise<void> {
    try {
      const until = await this.#deps.channels?.pausedUntil(row)
      if (until !== undefined) return await this.#deps.outbox.postpone(row.id, until)
      await this.#deps.outbox.begin(row.id, this.#attempts.now())
    } catch (error) {
      this.#deps.onError(error)
      return this.#pause(retryStoreMs)
    }
    await this.#store(row, await attemptDelivery(row, this.#attempts))
  }

  async #store(row: OutboxRow, result: AttemptResult): Promise<void> {
    for (;;) {
      try {
        await this.#deps.outbox.finish(row.id, result.attempt, result.outcome)
        this.#deps.onOutcome?.(result.outcome)
        return
      } catch (error) {
        this.#deps.onError(error)
        if (this.#closing.signal.aborted) return
        await this.#pause(retryStoreMs)
      }
    }
  }

  #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.#setTimer(resolve, ms)
    const onClose = (): void => (cancel(), resolve())
    this.#closing.signal.addEventListener('abort', onClose, { once: true })
    return promise.finally(() => this.#closing.signal.removeEventListener('abort', onClose))
  }

  async #within(work: Promise<unknown>, ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = this.#setTimer(resolve, ms)
    await Promise.race([work, promise])
    cancel()
  }
}

function destinationOf({ destination }: OutboxRow): number | undefined {
  return destination.kind === 'channel' ? destination.destinationId : undefined
}
