import type { OutgoingEvent } from './outgoing-event.ts'

/** How much a queue of events holds. */
export interface QueueBounds {
  readonly maxEvents: number
  /** Of payloads together; a single larger one is not taken. */
  readonly maxBytes: number
}

/** Events in the order they came, within bounds: when it is full, the oldest go. */
export class EventQueue {
  readonly #bounds: QueueBounds
  #events: OutgoingEvent[] = []
  #bytes = 0

  constructor(bounds: QueueBounds) {
    this.#bounds = bounds
  }

  get size(): number {
    return this.#events.length
  }

  /** Adds an event at the end and returns those that had to go for it, itself when it alone is too large. */
  push(event: OutgoingEvent): readonly OutgoingEvent[] {
    if (event.payload.length > this.#bounds.maxBytes) return [event]
    this.#events.push(event)
    this.#bytes += event.payload.length
    return this.#isOver() ? this.#shrink() : []
  }

  /** Puts events back in front, in their order, and returns those that had to go. */
  putBack(events: readonly OutgoingEvent[]): readonly OutgoingEvent[] {
    this.#events.unshift(...events)
    for (const event of events) this.#bytes += event.payload.length
    return this.#shrink()
  }

  /** Takes the oldest event out that `accepts` says yes to. */
  take(accepts: (event: OutgoingEvent) => boolean): OutgoingEvent | undefined {
    const at = this.#events.findIndex(accepts)
    if (at < 0) return undefined
    const [event] = this.#events.splice(at, 1)
    this.#bytes -= event?.payload.length ?? 0
    return event
  }

  /** Takes all events out, oldest first. */
  takeAll(): readonly OutgoingEvent[] {
    const events = this.#events
    this.#events = []
    this.#bytes = 0
    return events
  }

  #isOver(): boolean {
    return this.#events.length > this.#bounds.maxEvents || this.#bytes > this.#bounds.maxBytes
  }

  #shrink(): readonly OutgoingEvent[] {
    const dropped: OutgoingEvent[] = []
    while (this.#isOver()) {
      const oldest = this.#events.shift()
      if (oldest === undefined) break
      this.#bytes -= oldest.payload.length
      dropped.push(oldest)
    }
    return dropped
  }
}
