import { minuteMs, secondMs, type Clock } from '../domain/instant.ts'
import type { Mail, Mailer } from '../ports/mailer.ts'
import type { OutboxRow, OutboxStore } from '../ports/outbox-store.ts'
import { attemptDelivery, type AttemptResult } from './attempt.ts'
import { startTimer, type SetTimer } from './set-timer.ts'
import { createSteadyClock } from './steady-clock.ts'

export interface DelivererDeps {
  readonly outbox: OutboxStore
  /** Undefined when no mail server is configured: then rows are held, and say so. */
  readonly mailer: Mailer | undefined
  /** Undefined when what the mail is about is gone. */
  readonly render: (row: OutboxRow) => Promise<Mail | undefined>
  readonly clock: Clock
  readonly onError: (error: unknown) => void
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
const closeMs = 5 * secondMs

/**
 * Returns a deliverer of outbox rows: due rows oldest first, a few at a time, each recorded before and after its
 * conversation. Rows that a crash left half-sent are taken up again. An answered delivery is never sent again: when
 * its result cannot be stored, the deliverer keeps trying to store it and leaves the row alone.
 */
export function createDeliverer(deps: DelivererDeps): Deliverer {
  const setTimer = deps.setTimer ?? startTimer
  const monotonic = deps.monotonic ?? (() => performance.now())
  const now = createSteadyClock({ clock: deps.clock, monotonic })
  const maxParallel = deps.maxParallel ?? 2
  const underWay = new Map<number, Promise<void>>()
  const closing = new AbortController()
  let cancelTimer: (() => void) | undefined
  let recovered = false
  let looking = false
  let lookAgain = false

  const pause = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const cancel = setTimer(resolve, ms)
      closing.signal.addEventListener('abort', () => (cancel(), resolve()), { once: true })
    })

  const store = async (row: OutboxRow, result: AttemptResult): Promise<void> => {
    for (;;) {
      try {
        return await deps.outbox.finish(row.id, result.attempt, result.outcome)
      } catch (error) {
        deps.onError(error)
        if (closing.signal.aborted) return
        await pause(retryStoreMs)
      }
    }
  }

  const deliver = async (row: OutboxRow): Promise<void> => {
    try {
      await deps.outbox.begin(row.id, now())
    } catch (error) {
      deps.onError(error)
      return pause(retryStoreMs)
    }
    const { mailer, render, onError } = deps
    await store(row, await attemptDelivery(row, { mailer, render, now, monotonic, setTimer, onError, signal: closing.signal }))
  }

  const start = (row: OutboxRow): void => {
    const done = deliver(row).finally(() => {
      underWay.delete(row.id)
      wake()
    })
    underWay.set(row.id, done)
  }

  const look = async (): Promise<number> => {
    if (!recovered) await deps.outbox.recover(now())
    recovered = true
    const free = maxParallel - underWay.size
    // Rows under way are asked for too, since an engine may still call them due; they are left out here.
    const due = free > 0 ? await deps.outbox.due(now(), maxParallel + underWay.size) : []
    if (closing.signal.aborted) return maxIdleMs
    for (const row of due.filter((each) => !underWay.has(each.id)).slice(0, free)) start(row)
    const next = underWay.size < maxParallel ? await deps.outbox.nextDue() : undefined
    return next === undefined ? maxIdleMs : Math.min(maxIdleMs, Math.max(retryStoreMs / 10, next - now()))
  }

  const run = async (): Promise<void> => {
    looking = true
    cancelTimer?.()
    let waitMs = retryStoreMs
    do {
      lookAgain = false
      waitMs = await look().catch((error: unknown) => (deps.onError(error), retryStoreMs))
    } while (lookAgain && !closing.signal.aborted)
    looking = false
    if (!closing.signal.aborted) cancelTimer = setTimer(wake, waitMs)
  }

  const wake = (): void => {
    if (closing.signal.aborted) return
    lookAgain = true
    if (!looking) void run() // `run` ends every error in onError
  }

  const within = async (work: Promise<unknown>, ms: number): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const cancel = setTimer(resolve, ms)
    await Promise.race([work, promise])
    cancel()
  }

  const close = async (): Promise<void> => {
    cancelTimer?.()
    const settled = Promise.allSettled([...underWay.values()])
    await within(settled, closeMs)
    closing.abort()
    cancelTimer?.()
    // What was cut off is recorded as an attempt, if the store still answers.
    await within(settled, retryStoreMs)
    deps.mailer?.close()
  }

  return { wake, close }
}
