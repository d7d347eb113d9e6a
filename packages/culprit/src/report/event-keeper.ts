import type { SpooledFile } from '../mail/spool-name.ts'
import type { DeliveryPause } from './delivery-pause.ts'
import type { EventSpool } from './event-spool.ts'
import type { OutgoingEvent } from './outgoing-event.ts'
import type { Outcomes } from './outcomes.ts'

/** What a keeper needs. */
export interface EventKeeperDeps {
  /** Absent where nothing may be written. */
  readonly spool?: EventSpool | undefined
  readonly pause: DeliveryPause
  readonly outcomes: Outcomes
  readonly dsn: string
  /** How many events left on disk are remembered by their ids. */
  readonly maxLeft: number
  readonly now: () => number
  readonly warn: (line: string) => void
}

/**
 * Knows which events of this process are on disk: left there, or copied while they are in memory too. Nothing throws:
 * where the disk cannot be written, events stay in memory.
 */
export class EventKeeper {
  readonly #deps: EventKeeperDeps
  /** Files of events that are in memory as well, by event id. */
  readonly #copies = new Map<string, SpooledFile>()
  readonly #left = new Set<string>()
  #failed = false

  constructor(deps: EventKeeperDeps) {
    this.#deps = deps
  }

  /** How many events are left on disk, as far as this process knows. */
  get leftCount(): number {
    return this.#left.size
  }

  /** Says whether an event in memory has a file, by its id. */
  hasCopy(eventId: string): boolean {
    return this.#copies.has(eventId)
  }

  /** Writes the file of an event that stays in memory; `claimed` keeps others from sending it. */
  copy(event: OutgoingEvent, claimed: boolean): void {
    if (this.#copies.has(event.eventId)) return
    const file = this.#write(event, { durable: false, claimed })
    if (file !== undefined) this.#copies.set(event.eventId, file)
  }

  /** Leaves an event to the disk and returns true, or false when it cannot be written. */
  keep(event: OutgoingEvent, durable: boolean): boolean {
    const copy = this.#takeCopy(event.eventId)
    if (copy !== undefined) this.#deps.spool?.release(copy)
    else if (this.#write(event, { durable, claimed: false }) === undefined) return false
    this.#left.add(event.eventId)
    const [oldest] = this.#left
    if (this.#left.size > this.#deps.maxLeft && oldest !== undefined) this.#left.delete(oldest)
    return true
  }

  /** Removes the file of an event that is done with. */
  discard(eventId: string): void {
    const copy = this.#takeCopy(eventId)
    if (copy !== undefined) this.#deps.spool?.remove(copy)
  }

  /** Notes that an event left on disk is done with. */
  settled(eventId: string): void {
    this.#left.delete(eventId)
  }

  /** Notes that nothing is left on disk. */
  settledAll(): void {
    this.#left.clear()
  }

  #takeCopy(eventId: string): SpooledFile | undefined {
    const copy = this.#copies.get(eventId)
    this.#copies.delete(eventId)
    return copy
  }

  #write(event: OutgoingEvent, how: { durable: boolean; claimed: boolean }): SpooledFile | undefined {
    const { spool, dsn, pause, now, warn, outcomes } = this.#deps
    const until = pause.limitedUntil(event.category)
    const notBefore = until > now() ? until : undefined
    try {
      const written = spool?.keep(event, { dsn, ...how, notBefore })
      const reason = notBefore === undefined ? 'buffer_overflow' : 'ratelimit_backoff'
      outcomes.count(reason, event.category, written?.dropped)
      return written?.file
    } catch (error) {
      if (!this.#failed) warn(`events cannot be kept on disk: ${String(error)}`)
      this.#failed = true
      return undefined
    }
  }
}
