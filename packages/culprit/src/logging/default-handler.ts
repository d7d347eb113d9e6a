import { Formatter } from './formatter.ts'
import { Handler } from './handler.ts'
import type { LogRecord } from './record.ts'
import { writeStderr, type TextSink } from './stderr.ts'

/** The format of the default handler: `[2003-07-08 16:49:45,896] ERROR in cart: Exception on /pay [POST]`. */
export const DEFAULT_FORMAT = '[%(asctime)s] %(levelname)s in %(module)s: %(message)s'

/**
 * Puts the reference id of an error, which the visitor was shown, behind the message, and the logger's name where the
 * module is not known, as for what was thrown and is no error.
 */
class DefaultFormatter extends Formatter {
  readonly #withoutModule: Formatter

  constructor() {
    super(DEFAULT_FORMAT)
    this.#withoutModule = new Formatter(DEFAULT_FORMAT.replace('%(module)s', '%(name)s'))
  }

  override formatMessage(record: LogRecord): string {
    const line = record.lineno === 0 ? this.#withoutModule.formatMessage(record) : super.formatMessage(record)
    const { reference } = record.extra
    return typeof reference === 'string' ? `${line} (reference ${reference})` : line
  }
}

/**
 * Writes to stderr, looked up at each write, in the format that applications have before logging is set up. It is
 * what `applicationLogger` adds, and can be removed like any other handler.
 */
export class DefaultHandler extends Handler {
  readonly #write: TextSink

  constructor(write: TextSink = writeStderr) {
    super()
    this.#write = write
    this.setFormatter(new DefaultFormatter())
  }

  emit(record: LogRecord): void {
    this.#write(`${this.format(record)}\n`)
  }
}
