import { drainSpool, type DrainSpoolOptions } from './drain-spool.ts'
import type { EventKeeper } from './event-keeper.ts'
import type { EventSpool } from './event-spool.ts'

/** What draining needs. */
export interface SpoolDrainDeps extends Omit<DrainSpoolOptions, 'spool' | 'isHeld' | 'settled'> {
  /** Absent where nothing may be written. */
  readonly spool?: EventSpool | undefined
  readonly keeper: EventKeeper
  /** Told of each event that was sent. */
  readonly sent: () => void
  /** Told when a run has ended. */
  readonly ended: () => void
}

/** Sends what waits on disk, one run at a time, and knows when the next is due. */
export class SpoolDrain {
  readonly #deps: SpoolDrainDeps
  #running: Promise<void> | undefined
  #dueAt = 0

  constructor(deps: SpoolDrainDeps) {
    this.#deps = deps
  }

  /** The run that is under way. */
  get running(): Promise<void> | undefined {
    return this.#running
  }

  /** In milliseconds since 1970; Infinity while nothing waits. */
  get dueAt(): number {
    return this.#dueAt
  }

  /** Has the next run be due then, or earlier. */
  dueBy(at: number): void {
    this.#dueAt = Math.min(this.#dueAt, at)
  }

  /** Begins a run unless one is under way, and resolves when it has ended. Never rejects. */
  run(): Promise<void> {
    const { spool, ended } = this.#deps
    // Without a spool there is never anything in it: asking again would wake the process every few milliseconds.
    if (spool === undefined) {
      this.#dueAt = Infinity
      return Promise.resolve()
    }
    this.#running ??= this.#send(spool).finally(() => {
      this.#running = undefined
      ended()
    })
    return this.#running
  }

  async #send(spool: EventSpool): Promise<void> {
    const { keeper, sent, ...options } = this.#deps
    this.#dueAt = Infinity
    const next = await drainSpool({
      ...options,
      spool,
      isHeld: (eventId) => keeper.hasCopy(eventId),
      settled: (eventId, isSent) => {
        keeper.settled(eventId)
        if (isSent) sent()
      },
    })
    // Nothing waits and nothing came meanwhile: other processes have sent what is not there.
    if (next === Infinity && this.#dueAt === Infinity) keeper.settledAll()
    this.dueBy(next)
  }
}
