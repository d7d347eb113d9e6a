import type { Handler } from '../handler.ts'
import type { LogRecord } from '../record.ts'
import { exitFlush } from './exit-flush.ts'
import type { RecordQueue } from './record-queue.ts'

/** How a `QueueListener` passes records on. */
export interface QueueListenerOptions {
  /** Whether a handler only gets records of its level and above. @default false */
  readonly respectHandlerLevel?: boolean | undefined
}

/** How many records are passed on before other work gets its turn. */
const recordsPerTurn = 64

/**
 * Takes records out of a queue and passes them to handlers, some in each turn of the event loop. At the end of the
 * process all that is left is passed on synchronously.
 */
export class QueueListener {
  readonly queue: RecordQueue
  readonly handlers: readonly Handler[]
  readonly #respectHandlerLevel: boolean
  #release: (() => void) | undefined
  #turn: NodeJS.Immediate | undefined

  constructor(queue: RecordQueue, handlers: readonly Handler[], options: QueueListenerOptions = {}) {
    this.queue = queue
    this.handlers = handlers
    this.#respectHandlerLevel = options.respectHandlerLevel ?? false
  }

  /** Begins to take records. @throws {Error} when the listener was started already. */
  start(): void {
    if (this.#release !== undefined) throw new Error('The queue listener was started already.')
    this.#release = exitFlush().add(this)
    this.queue.listen(() => this.#wake())
    this.#wake()
  }

  /** Passes on all that is queued, flushes the handlers and stops taking records; does nothing when stopped. */
  async stop(): Promise<void> {
    if (this.#release === undefined) return
    this.#drain(2 * this.queue.capacity)
    this.queue.listen(undefined)
    this.#release()
    this.#release = undefined
    if (this.#turn !== undefined) clearImmediate(this.#turn)
    this.#turn = undefined
    await Promise.all(this.handlers.map((handler) => handler.flush()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
  }

  /** Passes one record to the handlers. */
  handle(record: LogRecord): void {
    for (const handler of this.handlers)
      if (!this.#respectHandlerLevel || record.levelno >= handler.level) handler.handle(record)
  }

  /** Passes on all that is queued and flushes the handlers synchronously. */
  flushSync(): void {
    this.#drain(2 * this.queue.capacity)
    for (const handler of this.handlers) handler.flushSync()
  }

  #wake(): void {
    this.#turn ??= setImmediate(() => {
      this.#turn = undefined
      this.#drain(recordsPerTurn)
      if (this.queue.length > 0) this.#wake()
    })
  }

  #drain(most: number): void {
    for (let count = 0; count < most; count += 1) {
      const record = this.queue.take()
      if (record === undefined) return
      this.handle(record)
    }
  }
}
