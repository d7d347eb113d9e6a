import { setImmediate } from 'node:timers/promises'
import { Handler } from '../handler.ts'
import { LogRecord } from '../record.ts'
import type { RecordQueue } from './record-queue.ts'

/** How a `QueueHandler` prepares records. */
export interface QueueHandlerOptions {
  /** Whether the place of the logging call is found before a record is queued, after which it is lost. @default true */
  readonly keepLocation?: boolean | undefined
}

/**
 * Puts records into a queue, so that slow handlers run later, in a `QueueListener`. A full queue loses the record,
 * counted as `queue-full`; the caller never waits.
 */
export class QueueHandler extends Handler {
  readonly queue: RecordQueue
  readonly #keepLocation: boolean

  constructor(queue: RecordQueue, options: QueueHandlerOptions = {}) {
    super()
    this.queue = queue
    this.#keepLocation = options.keepLocation ?? true
  }

  override get needsLocation(): boolean {
    return this.#keepLocation
  }

  emit(record: LogRecord): void {
    if (!this.queue.put(this.prepare(record))) this.countLoss('queue-full')
  }

  /**
   * Returns the record to queue: a copy whose message is the formatted text, traceback included, without
   * arguments, error and stack. Thus nothing that the application may change later is kept.
   */
  prepare(record: LogRecord): LogRecord {
    return new LogRecord({
      name: record.name,
      levelno: record.levelno,
      levelname: record.levelname,
      msg: this.format(record),
      created: record.created,
      extra: { ...record.extra },
      context: record.context,
      location: this.#keepLocation ? record.resolveLocation() : undefined,
    })
  }

  /** Resolves when a listener has taken everything; at once when nobody listens. */
  override async flush(): Promise<void> {
    while (this.queue.length > 0 && this.queue.hasListener) await setImmediate()
  }
}
