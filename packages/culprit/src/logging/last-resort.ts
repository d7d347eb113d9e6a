import { Handler } from './handler.ts'
import { Level } from './level.ts'
import type { LogRecord } from './record.ts'
import { writeStderr, type TextSink } from './stderr.ts'

/**
 * Writes warnings and above to stderr when no handler was set up: the bare message and the traceback. The stream
 * is looked up at each write.
 */
export class LastResortHandler extends Handler {
  readonly #write: TextSink

  constructor(write: TextSink = writeStderr) {
    super()
    this.#write = write
    this.setLevel(Level.WARNING)
  }

  emit(record: LogRecord): void {
    this.#write(`${this.format(record)}\n`)
  }
}
