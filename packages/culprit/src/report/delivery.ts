import { isMainThread } from 'node:worker_threads'
import type { ClientDiscardReason } from '@culprit/wire'
import { exitFlush, type ExitFlush } from '../logging/handlers/exit-flush.ts'
import { writeStderr } from '../logging/stderr.ts'
import { retryDelayMs } from '../mail/retry-delay.ts'
import { createDeliverEvent } from './deliver-event.ts'
import { deliverAtEnd, type EndingHost } from './deliver-at-end.ts'
import { DeliveryPause } from './delivery-pause.ts'
import { planDelivery, type DeliverySettings } from './delivery-settings.ts'
import { EventDelivery, type DeliveryStatus } from './event-delivery.ts'
import { EventKeeper } from './event-keeper.ts'
import { EventSpool } from './event-spool.ts'
import type { OutgoingEvent } from './outgoing-event.ts'
import { Outcomes } from './outcomes.ts'
import { createLazySender } from './lazy-sender.ts'
import type { HttpSender } from './send-http.ts'
import { createWakeTimer } from './wake-timer.ts'

/** Brings events to the server, now or later. Nothing here throws or rejects, or keeps the process alive. */
export interface Delivery {
  /** Takes an event in microseconds and sends it a moment later. The oldest go when there are too many. */
  submit(event: OutgoingEvent): void
  /** Takes an event and has it on disk when it returns: for the end of the process. */
  submitSync(event: OutgoingEvent): void
  /**
   * Resolves with whether everything was sent, at the latest after `timeoutMs`; keeps the process alive meanwhile.
   * @default 2,000
   */
  flush(timeoutMs?: number): Promise<boolean>
  /** Puts everything on disk that is in memory. */
  flushSync(): void
  /** Flushes, stops, and leaves the rest on disk. What comes later goes to disk at once. */
  close(timeoutMs?: number): Promise<boolean>
  /** Counts something that was lost on its way here; the server is told. */
  countLoss(reason: ClientDiscardReason, category: string): void
  status(): DeliveryStatus
}

/** What a test or another process brings along; the defaults are this process, its time and its network. */
export interface DeliveryDeps {
  readonly now?: (() => number) | undefined
  /** 0 to 1. */
  readonly random?: (() => number) | undefined
  /** How long to wait after so many failures in a row. @default 10 s, doubling to 5 min */
  readonly retryDelayMs?: ((failures: number) => number) | undefined
  /** Told of outages and refusals, one line at a time. @default stderr */
  readonly warn?: ((line: string) => void) | undefined
  readonly sender?: HttpSender | undefined
  /** Flushes at the end of the process; false for none. */
  readonly exit?: ExitFlush | false | undefined
  readonly host?: EndingHost | undefined
  /** @default whether this is a worker thread, which nobody tells that the process ends */
  readonly writesFirst?: boolean | undefined
  /** How often to look for what other processes have left. @default 60,000 */
  readonly lookEveryMs?: number | undefined
}

const longestDelayMs = 300_000

/**
 * Returns what delivers events to the server of a DSN. What waits in the spool, from earlier processes too, is sent
 * at once, with each success, and every minute; a full queue, a refusal and all other losses are counted and told to
 * the server. At the end of the process everything goes to disk, and another process tries to send it.
 * @throws {TypeError} When a setting is wrong.
 */
export function createDelivery(settings: DeliverySettings, deps: DeliveryDeps = {}): Delivery {
  const plan = planDelivery(settings)
  const { now = Date.now, random = Math.random, exit = exitFlush() } = deps
  const warn = deps.warn ?? ((line: string): void => writeStderr(`culprit report: ${line}\n`))
  const delayMs =
    deps.retryDelayMs ??
    ((failures: number): number => Math.min(retryDelayMs(failures, random), longestDelayMs))
  const sender = deps.sender ?? createLazySender(plan)
  const outcomes = new Outcomes()
  const pause = new DeliveryPause({ now, retryDelayMs: delayMs, warn })
  const { dsn, spoolDir, maxSpooled, maxSpoolBytes } = plan
  const spool =
    spoolDir === undefined
      ? undefined
      : new EventSpool({ directory: spoolDir, maxEvents: maxSpooled, maxBytes: maxSpoolBytes, now })
  const delivery = new EventDelivery({
    plan,
    deliver: createDeliverEvent({ plan, sender, pause, outcomes, now, warn }),
    pause,
    outcomes,
    keeper: new EventKeeper({ spool, pause, outcomes, dsn, maxLeft: maxSpooled, now, warn }),
    spool,
    timer: createWakeTimer(now),
    now,
    retryDelayMs: delayMs,
    isEnding: () => exit !== false && exit.exiting,
    writesFirst: deps.writesFirst ?? !isMainThread,
    lookEveryMs: deps.lookEveryMs ?? 60_000,
  })
  const leave = exit === false ? undefined : deliverAtEnd(delivery, { ...deps, exit, plan, settings })
  delivery.wake()
  return {
    submit: (event) => delivery.submit(event),
    submitSync: (event) => delivery.submitSync(event),
    flush: (timeoutMs) => delivery.flush(timeoutMs),
    flushSync: () => delivery.flushSync(),
    close: async (timeoutMs) => {
      const done = await delivery.close(timeoutMs)
      leave?.()
      sender.close()
      return done
    },
    countLoss: (reason, category) => delivery.countLoss(reason, category),
    status: () => delivery.status(),
  }
}
