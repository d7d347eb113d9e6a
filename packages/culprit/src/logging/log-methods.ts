import { Level, type LevelInput } from './level.ts'
import type { CallerMarker } from './location.ts'
import { readCall, readError, type LogCall } from './log-call.ts'
import type { LogSettings } from './log-settings.ts'

/**
 * The methods one logs with, for loggers and adapters alike. Each takes a message with values, extra fields and an
 * error in the shapes `readCall` describes, or is used as a template tag. Below the threshold a call costs a
 * comparison. None ever throws for what is logged.
 */
export abstract class LogMethods {
  /** Records below this level are not made; infinite where logging is off. */
  abstract readonly threshold: number
  /** The name that records get. */
  abstract readonly name: string
  /** The settings of the manager the logger belongs to. */
  abstract readonly host: LogSettings
  /** Makes a record of a call and hands it on; `caller` is the public method that was called. */
  abstract dispatch(level: number, caller: CallerMarker, call: LogCall): void

  /** Methods may be handed on (`promise.catch(log.error)`), as those of Python's loggers are. */
  constructor() {
    this.trace = this.trace.bind(this)
    this.debug = this.debug.bind(this)
    this.info = this.info.bind(this)
    this.warning = this.warning.bind(this)
    this.warn = this.warn.bind(this)
    this.error = this.error.bind(this)
    this.critical = this.critical.bind(this)
    this.fatal = this.fatal.bind(this)
    this.exception = this.exception.bind(this)
    this.log = this.log.bind(this)
  }

  /** Says whether records of a level would be made. */
  isEnabledFor(level: LevelInput): boolean {
    return this.host.levels.check(level) >= this.threshold
  }

  trace(message: unknown, ...args: readonly unknown[]): void {
    if (Level.TRACE >= this.threshold) this.#call(Level.TRACE, methods.trace, message, args)
  }

  debug(message: unknown, ...args: readonly unknown[]): void {
    if (Level.DEBUG >= this.threshold) this.#call(Level.DEBUG, methods.debug, message, args)
  }

  info(message: unknown, ...args: readonly unknown[]): void {
    if (Level.INFO >= this.threshold) this.#call(Level.INFO, methods.info, message, args)
  }

  warning(message: unknown, ...args: readonly unknown[]): void {
    if (Level.WARNING >= this.threshold) this.#call(Level.WARNING, methods.warning, message, args)
  }

  /** The same as `warning`. */
  warn(message: unknown, ...args: readonly unknown[]): void {
    if (Level.WARNING >= this.threshold) this.#call(Level.WARNING, methods.warn, message, args)
  }

  error(message: unknown, ...args: readonly unknown[]): void {
    if (Level.ERROR >= this.threshold) this.#call(Level.ERROR, methods.error, message, args)
  }

  critical(message: unknown, ...args: readonly unknown[]): void {
    if (Level.CRITICAL >= this.threshold) this.#call(Level.CRITICAL, methods.critical, message, args)
  }

  /** The same as `critical`. */
  fatal(message: unknown, ...args: readonly unknown[]): void {
    if (Level.CRITICAL >= this.threshold) this.#call(Level.CRITICAL, methods.fatal, message, args)
  }

  /**
   * Logs what was caught with its traceback at ERROR: `log.exception(error, 'payment %s failed', id, { id })`.
   * Without a message it is the error's own.
   */
  exception(error: unknown, ...args: readonly unknown[]): void {
    if (Level.ERROR < this.threshold) return
    try {
      this.dispatch(Level.ERROR, methods.exception, readError(error, args))
    } catch (failure) {
      this.host.failed(failure)
    }
  }

  /**
   * Logs at a level given by number or name.
   * @throws {TypeError} for what is no level, unless the manager's `raiseExceptions` is off
   * @throws {RangeError} for an unknown name, likewise
   */
  log(level: LevelInput, message: unknown, ...args: readonly unknown[]): void {
    const number = this.#levelOf(level)
    if (number !== undefined && number >= this.threshold) this.#call(number, methods.log, message, args)
  }

  #levelOf(level: LevelInput): number | undefined {
    try {
      return this.host.levels.check(level)
    } catch (error) {
      if (this.host.raiseExceptions) throw error
      return undefined
    }
  }

  #call(level: number, caller: CallerMarker, message: unknown, args: readonly unknown[]): void {
    try {
      this.dispatch(level, caller, readCall(message, args, this.host.sites))
    } catch (error) {
      // A revoked proxy among the arguments, or an adapter whose `process` throws.
      this.host.failed(error)
    }
  }
}

/** The functions that stand in stacks, where the caller's frame is looked for below them; bound ones do not. */
const methods = LogMethods.prototype
