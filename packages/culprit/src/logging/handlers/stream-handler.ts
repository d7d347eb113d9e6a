import type { Formatter } from '../formatter.ts'
import { Handler } from '../handler.ts'
import type { LevelInput } from '../level.ts'
import type { LogRecord } from '../record.ts'

/** What a `StreamHandler` writes to: any object with `write`, such as `process.stdout` or a `Writable`. */
export interface TextStream {
  write(text: string, done?: () => void): unknown
  /** How much waits inside the stream, as Node's streams tell. */
  readonly writableLength?: number
  on?(event: 'error', listener: (error: Error) => void): unknown
}

/** How a `StreamHandler` writes. */
export interface StreamHandlerOptions {
  readonly level?: LevelInput | undefined
  readonly formatter?: Formatter | undefined
  /** What may wait inside the stream when its reader is slow; more is dropped. @default 16 MiB */
  readonly maxWaiting?: number | undefined
}

/**
 * Writes records to a stream, each with its line end in one write. Without a stream it writes to `process.stderr`,
 * looked up for each record. A stream that takes nothing any more (16 MiB wait inside it) loses records, counted
 * as `stream-full`; a stream that fails loses them, counted as `stream-failed`, and does not end the process.
 * `close` leaves the stream open: it belongs to whoever made it.
 */
export class StreamHandler extends Handler {
  /** What is written after each record. */
  terminator = '\n'
  #stream: TextStream | undefined
  readonly #maxWaiting: number
  readonly #watched = new WeakSet<TextStream>()

  constructor(stream?: TextStream, options: StreamHandlerOptions = {}) {
    super()
    this.#stream = stream
    this.#maxWaiting = options.maxWaiting ?? 16 * 1024 * 1024
    if (options.level !== undefined) this.setLevel(options.level)
    if (options.formatter !== undefined) this.setFormatter(options.formatter)
  }

  /** The stream that is written to. */
  get stream(): TextStream {
    return this.#stream ?? process.stderr
  }

  /** Changes the stream and returns the one used before, or undefined when it is the same. */
  setStream(stream: TextStream): TextStream | undefined {
    const before = this.stream
    if (before === stream) return undefined
    this.flushSync()
    this.#stream = stream
    return before
  }

  emit(record: LogRecord): void {
    const text = this.format(record) + this.terminator
    const { stream } = this
    if ((stream.writableLength ?? 0) > this.#maxWaiting) {
      this.countLoss('stream-full')
      return
    }
    this.#watch(stream)
    stream.write(text)
  }

  /** Resolves when the stream has taken everything, or after five seconds. */
  override async flush(): Promise<void> {
    const { stream } = this
    if ((stream.writableLength ?? 0) === 0) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 5000)
      // A stream calls back in order, so the end of an empty write is the end of all before it.
      stream.write('', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  /** A closed pipe tells by an event, and an event `error` without a listener would end the application. */
  #watch(stream: TextStream): void {
    if (stream.on === undefined || this.#watched.has(stream)) return
    this.#watched.add(stream)
    stream.on('error', () => this.countLoss('stream-failed'))
  }
}
