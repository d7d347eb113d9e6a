import type { ClientDiscard, ClientDiscardReason } from '@culprit/wire'
import { createEventId } from '@culprit/wire'
import type { DeliverEvent } from './deliver-event.ts'
import type { DeliveryPause } from './delivery-pause.ts'
import type { DeliveryPlan } from './delivery-settings.ts'
import type { EventKeeper } from './event-keeper.ts'
import { EventQueue } from './event-queue.ts'
import type { EventSpool } from './event-spool.ts'
import type { OutgoingEvent } from './outgoing-event.ts'
import { outcomesPayload, type Outcomes } from './outcomes.ts'
import { releaseBytes } from './release-bytes.ts'
import { SpoolDrain } from './spool-drain.ts'
import type { WakeTimer } from './wake-timer.ts'

/** What a delivery is made of. */
export interface EventDeliveryDeps {
  readonly plan: DeliveryPlan
  readonly deliver: DeliverEvent
  readonly pause: DeliveryPause
  readonly outcomes: Outcomes
  readonly keeper: EventKeeper
  /** Absent where nothing may be written. */
  readonly spool?: EventSpool | undefined
  readonly timer: WakeTimer
  readonly now: () => number
  readonly retryDelayMs: (attempt: number) => number
  /** Says whether the process runs its exit listeners: nobody sends anything any more. */
  readonly isEnding: () => boolean
  /** Whether events go to the spool before they are sent: a worker thread is not told when the process ends. */
  readonly writesFirst: boolean
  /** How often to look for what other processes have left, in milliseconds. */
  readonly lookEveryMs: number
}

/** How a delivery is doing. */
export interface DeliveryStatus {
  /** Events in memory, those on their way included. */
  readonly queued: number
  /** Events of this process on disk that it has not seen sent. */
  readonly spooled: number
  readonly sent: number
  /** Whether the server could not be used when it was last tried. */
  readonly isOut: boolean
  /** Losses that no report has told yet. */
  readonly lost: readonly ClientDiscard[]
}

/** While events cannot be sent, so many go to disk in a second: a storm must not become one of the disk. */
const spooledPerSecond = 50

/**
 * Takes events at once and sends them a moment later, a few at the same time. What cannot be sent goes to the spool;
 * what the spool holds is sent with the next success. Nothing here throws, and nothing keeps the process alive.
 */
export class EventDelivery {
  readonly #deps: EventDeliveryDeps
  readonly #queue: EventQueue
  readonly #inFlight = new Set<OutgoingEvent>()
  readonly #workers = new Set<Promise<void>>()
  readonly #drain: SpoolDrain
  #lookAt: number
  #wakeIsDue = false
  #closed = false
  #sent = 0
  #paceSecond = 0
  #paced = 0

  constructor(deps: EventDeliveryDeps) {
    this.#deps = deps
    this.#queue = new EventQueue({ maxEvents: deps.plan.maxQueue, maxBytes: deps.plan.maxQueueBytes })
    this.#lookAt = deps.now() + deps.lookEveryMs
    this.#drain = new SpoolDrain({
      ...deps,
      maxAgeMs: deps.plan.maxAgeMs,
      isOver: () => this.#closed,
      sent: () => void this.#sent++,
      ended: () => {
        this.#keepLateOutcomes()
        this.#schedule()
      },
    })
  }

  /** Queues an event, in microseconds; the oldest go when there are more than fit. */
  submit(event: OutgoingEvent): void {
    if (this.#closed || this.#deps.isEnding()) return this.submitSync(event)
    if (this.#deps.writesFirst) this.#deps.keeper.copy(event, true)
    this.#drop(this.#queue.push(event))
    this.wake()
  }

  /** Puts an event on disk before it returns, where there is a disk. */
  submitSync(event: OutgoingEvent): void {
    if (!this.#keep(event, true)) this.#drop(this.#queue.push(event))
    if (!this.#closed) this.wake()
  }

  /** Counts something that was lost before it came here. */
  countLoss(reason: ClientDiscardReason, category: string): void {
    this.#deps.outcomes.count(reason, category)
  }

  /** Starts sending soon; also what earlier processes have left. */
  wake(): void {
    if (this.#wakeIsDue) return
    this.#wakeIsDue = true
    this.#deps.timer.soon(() => {
      this.#wakeIsDue = false
      this.#work()
    })
  }

  /** Sends all there is, though a failed attempt may be recent. Resolves with whether all of it was sent in time. */
  async flush(timeoutMs = 2000): Promise<boolean> {
    this.#deps.pause.urge()
    let timer: NodeJS.Timeout | undefined
    // It keeps the process alive meanwhile: somebody waits.
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs)
    })
    await Promise.race([this.#deps.timer.outside(() => this.#finish()), late])
    clearTimeout(timer)
    return !this.hasUnsent
  }

  /** Puts everything on disk that is in memory, what is on its way too: it may not arrive. */
  flushSync(): void {
    for (const event of this.#inFlight) this.#deps.keeper.copy(event, false)
    this.#drop(this.#queue.putBack(this.#queue.takeAll().filter((event) => !this.#keep(event, false))))
    this.#keepOutcomes()
    this.#drain.dueBy(this.#deps.now() + 1000)
    this.#schedule()
  }

  /** Flushes, then stops: what is left goes to disk, and so does everything that comes later. */
  async close(timeoutMs?: number): Promise<boolean> {
    const done = await this.flush(timeoutMs)
    this.#closed = true
    this.flushSync()
    this.#deps.timer.cancel()
    return done
  }

  /** Whether there is something of this process that was not sent, as far as it knows. */
  get hasUnsent(): boolean {
    return this.#queue.size + this.#inFlight.size + this.#deps.keeper.leftCount > 0
  }

  /** Whether something is on its way from the spool, be it of this process or of an earlier one. */
  get isDraining(): boolean {
    return this.#drain.running !== undefined
  }

  /** Whether an attempt may succeed, by all that is known of the server. */
  get isWorthTrying(): boolean {
    const { pause } = this.#deps
    return !pause.isOut && !pause.isLimited('error')
  }

  /** Returns the events in memory of which there is no file. */
  unsaved(): readonly OutgoingEvent[] {
    const queued = this.#queue.takeAll()
    this.#queue.putBack(queued)
    return [...this.#inFlight, ...queued].filter(({ eventId }) => !this.#deps.keeper.hasCopy(eventId))
  }

  status(): DeliveryStatus {
    const { pause, outcomes, keeper } = this.#deps
    const queued = this.#queue.size + this.#inFlight.size
    return { queued, spooled: keeper.leftCount, sent: this.#sent, isOut: pause.isOut, lost: outcomes.list() }
  }

  /** Starts what can be started now, and sees to it that the rest is started in its time. */
  #work(): void {
    if (this.#closed) return this.#keepLateOutcomes()
    const { now, pause, lookEveryMs } = this.#deps
    const allows = ({ category }: OutgoingEvent): boolean => pause.allows(category)
    while (this.#workers.size < this.#deps.plan.maxSockets) {
      const event = this.#queue.take(allows)
      if (event === undefined) break
      this.#startWorker(event, allows)
    }
    this.#spoolSome()
    if (now() >= this.#lookAt) {
      this.#lookAt = now() + lookEveryMs
      this.#drain.dueBy(0)
      void this.#sendOutcomes()
    }
    if (now() >= this.#drain.dueAt && pause.allows('error')) void this.#drain.run()
    this.#schedule()
  }

  #startWorker(first: OutgoingEvent, allows: (event: OutgoingEvent) => boolean): void {
    const run = async (): Promise<void> => {
      for (
        let event: OutgoingEvent | undefined = first;
        event !== undefined;
        event = this.#queue.take(allows)
      )
        await this.#send(event)
    }
    const worker = run().finally(() => {
      this.#workers.delete(worker)
      this.#work()
    })
    this.#workers.add(worker)
  }

  async #send(event: OutgoingEvent): Promise<void> {
    this.#inFlight.add(event)
    const outcome = await this.#deps.deliver(event)
    this.#inFlight.delete(event)
    if (outcome === 'sent') this.#sent++
    if (outcome === 'refused') this.countLoss('send_error', event.category)
    if (outcome === 'sent' || outcome === 'refused') {
      this.#deps.keeper.discard(event.eventId)
      releaseBytes(event.payload)
    } else if (!this.#keep(event, false)) this.#drop(this.#queue.putBack([event]))
  }

  /** Moves waiting events to disk while they cannot be sent. */
  #spoolSome(): void {
    const { spool, pause, now } = this.#deps
    const second = Math.floor(now() / 1000)
    if (second !== this.#paceSecond) this.#paced = 0
    this.#paceSecond = second
    while (spool !== undefined && this.#paced < spooledPerSecond) {
      const event = this.#queue.take(({ category }) => !pause.allows(category))
      if (event === undefined) return
      this.#paced++
      if (!this.#keep(event, false)) return this.#drop(this.#queue.putBack([event]))
    }
  }

  async #finish(): Promise<void> {
    const { pause } = this.#deps
    this.#work()
    // The last one to end starts others, if there is something for them.
    while (this.#workers.size > 0) await Promise.all(this.#workers)
    await this.#drain.running
    if (pause.allows('error')) await this.#drain.run()
    await this.#sendOutcomes()
  }

  /** Sends the counts of what was lost by themselves; with an event they go along. */
  async #sendOutcomes(): Promise<void> {
    const { outcomes, pause, deliver, now } = this.#deps
    if (this.#closed || outcomes.isEmpty || !pause.allows('internal')) return
    const lost = outcomes.take()
    const outcome = await deliver(reportOf(lost, now()))
    if (outcome !== 'sent') outcomes.putBack(lost)
    this.#keepLateOutcomes()
  }

  /** What was under way when this was closed may have lost something. */
  #keepLateOutcomes(): void {
    if (this.#closed) this.#keepOutcomes()
  }

  #keepOutcomes(): void {
    const { outcomes, now } = this.#deps
    if (outcomes.isEmpty || this.#deps.spool === undefined) return
    const lost = outcomes.take()
    if (!this.#keep(reportOf(lost, now()), false)) outcomes.putBack(lost)
  }

  /** Moves an event to disk; false when that cannot be. */
  #keep(event: OutgoingEvent, durable: boolean): boolean {
    const isKept = this.#deps.keeper.keep(event, durable)
    if (isKept) this.#drain.dueBy(0)
    return isKept
  }

  #drop(events: readonly OutgoingEvent[]): void {
    const { pause, keeper } = this.#deps
    for (const { category, eventId } of events) {
      this.countLoss(pause.isLimited(category) ? 'ratelimit_backoff' : 'queue_overflow', category)
      keeper.discard(eventId)
    }
  }

  #schedule(): void {
    const { timer, pause, now } = this.#deps
    if (this.#closed) return
    let next = this.#lookAt
    if (this.#queue.size > 0 && this.#workers.size === 0) next = Math.min(next, now() + 1000)
    if (!this.isDraining) next = Math.min(next, Math.max(this.#drain.dueAt, pause.until('error')))
    timer.at(next, () => this.#work())
  }
}

function reportOf(lost: readonly ClientDiscard[], now: number): OutgoingEvent {
  const payload = outcomesPayload(lost, now)
  return { eventId: createEventId(), type: 'client_report', category: 'internal', payload }
}
