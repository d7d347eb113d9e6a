import type { LogRecord } from '../record.ts'

/**
 * Records on their way from a `QueueHandler` to a `QueueListener` of the same process, first in, first out. It
 * holds at most `capacity` records (default 10 000); what does not fit is refused.
 */
export class RecordQueue {
  readonly capacity: number
  #records: LogRecord[] = []
  #next = 0
  #onPut: (() => void) | undefined

  constructor(capacity = 10_000) {
    this.capacity = capacity
  }

  get length(): number {
    return this.#records.length - this.#next
  }

  /** Whether somebody takes records out. */
  get hasListener(): boolean {
    return this.#onPut !== undefined
  }

  /** Adds a record; returns false, and does not take it, when the queue is full. */
  put(record: LogRecord): boolean {
    if (this.length >= this.capacity) return false
    this.#records.push(record)
    this.#onPut?.()
    return true
  }

  /** Takes the oldest record out. */
  take(): LogRecord | undefined {
    const record = this.#records[this.#next]
    if (record === undefined) return undefined
    this.#next += 1
    // Moving the rest to the front once in a while costs less than shifting at each take.
    if (this.#next === this.#records.length || this.#next > 1024) {
      this.#records = this.#records.slice(this.#next)
      this.#next = 0
    }
    return record
  }

  /** Calls `onPut` after each record from now on, until called with undefined. */
  listen(onPut: (() => void) | undefined): void {
    this.#onPut = onPut
  }
}
