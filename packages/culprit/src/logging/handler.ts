import { inspect } from 'node:util'
import { passFilters, type Filter } from './filter.ts'
import { errorText } from './format-error.ts'
import { Formatter } from './formatter.ts'
import { Level, levelNumber, type LevelInput } from './level.ts'
import type { LogRecord } from './record.ts'
import { writeStderr } from './stderr.ts'
import { isDelivering } from './suppression.ts'

const DEFAULT_FORMATTER = new Formatter()

/**
 * The base of all handlers: takes records, drops what its level and filters refuse, and hands the rest to `emit`,
 * which a subclass writes. `handle` never throws and never lets a record in that the handler itself caused
 * (counted as `reentrant`). `level` is a number, NOTSET at first. A handler without a formatter writes the bare
 * message.
 */
export abstract class Handler {
  /** A name to find the handler by; also used in reports of its failures. */
  name: string | undefined
  formatter: Formatter | undefined
  /** Whether failures are reported on stderr. */
  reportsFailures = true
  /** When the handler was made, for closing in reverse order: milliseconds of the process's monotonic clock. */
  readonly createdAt: number = performance.now()
  #level: number = Level.NOTSET
  #filters: readonly Filter[] = []
  #busy = false
  readonly #losses = new Map<string, number>()

  /** Records below this are not for this handler; whoever passes records on compares first. */
  get level(): number {
    return this.#level
  }

  /**
   * Sets the lowest level that is handled.
   * @throws {RangeError} for a name that is not known
   */
  setLevel(level: LevelInput): void {
    this.#level = levelNumber(level)
  }

  setFormatter(formatter: Formatter | undefined): void {
    this.formatter = formatter
  }

  get filters(): readonly Filter[] {
    return this.#filters
  }

  /** Adds a filter; one that is there already is not added again. */
  addFilter(filter: Filter): void {
    if (!this.#filters.includes(filter)) this.#filters = [...this.#filters, filter]
  }

  removeFilter(filter: Filter): void {
    this.#filters = this.#filters.filter((other) => other !== filter)
  }

  /**
   * Handles a record: filters, then `emit`. Returns whether it was emitted without a failure. The level is not
   * looked at here. A failure of any kind goes to `handleError`.
   */
  handle(record: LogRecord): boolean {
    if (this.#busy || isDelivering(this)) {
      this.countLoss('reentrant')
      return false
    }
    this.#busy = true
    try {
      const passed = this.#filters.length === 0 ? record : passFilters(this.#filters, record)
      if (passed === undefined) return false
      this.emit(passed)
      return true
    } catch (error) {
      this.countLoss('failed')
      this.#failed(error, record)
      return false
    } finally {
      this.#busy = false
    }
  }

  /** Delivers a record, synchronously: writes it or queues it. What it throws goes to `handleError`. */
  abstract emit(record: LogRecord): void

  /** Returns the text of a record by the handler's formatter. */
  format(record: LogRecord): string {
    return (this.formatter ?? DEFAULT_FORMATTER).format(record)
  }

  /** Resolves when everything handled so far has been delivered or given up. */
  flush(): Promise<void> {
    this.flushSync()
    return Promise.resolve()
  }

  /** Writes out what is buffered, as far as that can be done synchronously; called when the process ends. */
  flushSync(): void {
    // Nothing is buffered here.
  }

  /** Flushes and gives up files and connections. May be called twice. */
  close(): Promise<void> {
    return this.flush()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }

  /**
   * Whether the handler's text shows where calls were made. A handler that keeps records for later calls
   * `record.resolveLocation()` first when this is true.
   */
  get needsLocation(): boolean {
    return this.formatter?.usesLocation ?? false
  }

  /** Records that did not get through, counted by reason: `reentrant`, `failed`, and what subclasses count. */
  get losses(): ReadonlyMap<string, number> {
    return this.#losses
  }

  /** Counts records that did not get through. */
  protected countLoss(reason: string, count = 1): void {
    this.#losses.set(reason, (this.#losses.get(reason) ?? 0) + count)
  }

  /**
   * Reports that a record could not be handled: on stderr, with the failure, where the logging call was made and
   * what was to be logged. Override it to do otherwise; what it throws is swallowed.
   */
  handleError(error: unknown, record: LogRecord): void {
    if (!this.reportsFailures) return
    const calls = record.callStack().replace(/^.*\n?/, '')
    writeStderr(
      `--- Logging error ---\n${errorText(error)}\nCall stack:\n${calls === '' ? '' : `${calls}\n`}` +
        `Message: ${shown(record.msg)}\nArguments: ${shown(record.args)}\n`,
    )
  }

  #failed(error: unknown, record: LogRecord): void {
    try {
      this.handleError(error, record)
    } catch {
      // A report that fails must not take the application with it; the loss is counted.
    }
  }
}

/** What cannot be logged often cannot be inspected either: a value whose own methods throw. */
function shown(value: unknown): string {
  try {
    return inspect(value, { depth: 2, maxArrayLength: 20, maxStringLength: 2000, breakLength: Infinity })
  } catch {
    return '(unreadable)'
  }
}
