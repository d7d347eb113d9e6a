import type { AsyncLocalStorage } from 'node:async_hooks'
import { LoggerAdapter } from './adapter.ts'
import type { ContextFields } from './context.ts'
import { passFilters, type Filter } from './filter.ts'
import type { Handler } from './handler.ts'
import { Level, type LevelInput } from './level.ts'
import { callerStack, type CallerMarker } from './location.ts'
import type { LogCall } from './log-call.ts'
import { LogMethods } from './log-methods.ts'
import type { LogSettings } from './log-settings.ts'
import { LogRecord, type LogRecordInit } from './record.ts'

/** Makes the records of a manager's loggers. */
export type RecordFactory = (init: LogRecordInit) => LogRecord

/** What loggers need of the manager they belong to. */
export interface LoggerHost extends LogSettings {
  readonly contexts: AsyncLocalStorage<ContextFields>
  readonly recordFactory: RecordFactory | undefined
  /** Levels up to and including this are off for all loggers. */
  readonly disabledLevel: number
  /** Handles records that no handler was found for. */
  readonly lastResort: Handler | undefined
  getLogger(name?: string): Logger
  /** Returns the loggers right below one. */
  childrenOf(logger: Logger): readonly Logger[]
  /** Forgets what loggers have remembered: a level, the tree or the handlers changed. */
  invalidate(): void
  /** Takes note of a handler, to be found by name and closed at shutdown. */
  adopt(handler: Handler): void
  /** Tells once that a record found no handler. */
  noHandlers(logger: string): void
}

/** The threshold while it has to be worked out anew: lower than any level, so no call is lost to it. */
const UNKNOWN = Number.NEGATIVE_INFINITY

/**
 * A named logger in the tree of its manager, which makes it: `manager.getLogger('shop.cart')`. Its level, or the
 * nearest ancestor's, decides which records are made; they go to its own handlers and to those of its ancestors
 * up to the first logger that does not propagate. Ancestors' levels and filters have no say in that.
 */
export class Logger extends LogMethods {
  readonly name: string
  readonly host: LoggerHost
  #parent: Logger | undefined
  #level: number = Level.NOTSET
  #propagate = true
  #disabled = false
  #handlers: readonly Handler[] = []
  #filters: readonly Filter[] = []
  #threshold = UNKNOWN
  #plan: readonly Handler[] | undefined

  constructor(name: string, host: LoggerHost) {
    super()
    this.name = name
    this.host = host
  }

  /** The nearest ancestor that exists; undefined for the root. Set by the manager as the tree grows. */
  get parent(): Logger | undefined {
    return this.#parent
  }

  set parent(parent: Logger | undefined) {
    const isNew = this.#parent === undefined
    this.#parent = parent
    // A new logger has nobody below it yet; telling all others would make growing the tree quadratic.
    if (isNew) this.forget()
    else this.host.invalidate()
  }

  /** The logger's own level; NOTSET leaves the decision to its ancestors. */
  get level(): number {
    return this.#level
  }

  /**
   * Sets the lowest level of which records are made.
   * @throws {RangeError} for a name that is not known
   */
  setLevel(level: LevelInput): void {
    this.#level = this.host.levels.check(level)
    this.host.invalidate()
  }

  /** Whether records go on to the handlers of the ancestors. @default true */
  get propagate(): boolean {
    return this.#propagate
  }

  set propagate(propagate: boolean) {
    this.#propagate = propagate
    this.host.invalidate()
  }

  /** Whether this logger makes no records at all. @default false */
  get disabled(): boolean {
    return this.#disabled
  }

  set disabled(disabled: boolean) {
    this.#disabled = disabled
    this.host.invalidate()
  }

  get handlers(): readonly Handler[] {
    return this.#handlers
  }

  /** Adds a handler; one that is there already is not added again. */
  addHandler(handler: Handler): void {
    if (this.#handlers.includes(handler)) return
    this.#handlers = [...this.#handlers, handler]
    this.host.adopt(handler)
    this.host.invalidate()
  }

  removeHandler(handler: Handler): void {
    this.#handlers = this.#handlers.filter((other) => other !== handler)
    this.host.invalidate()
  }

  get filters(): readonly Filter[] {
    return this.#filters
  }

  /** Adds a filter for records made by this logger; one that is there already is not added again. */
  addFilter(filter: Filter): void {
    if (!this.#filters.includes(filter)) this.#filters = [...this.#filters, filter]
  }

  removeFilter(filter: Filter): void {
    this.#filters = this.#filters.filter((other) => other !== filter)
  }

  /** Returns the level in force: the first that is set on the way up, NOTSET when there is none. */
  getEffectiveLevel(): number {
    return effectiveLevel(this)
  }

  /** The lowest level of which records are made, all settings taken together; infinite when disabled. */
  get threshold(): number {
    return this.#threshold === UNKNOWN ? this.#findThreshold() : this.#threshold
  }

  /** Returns the logger of a name below this one: `getChild('x.y')` of `a` is `a.x.y`. */
  getChild(suffix: string): Logger {
    return this.host.getLogger(this.#parent === undefined ? suffix : `${this.name}.${suffix}`)
  }

  /** Returns the existing loggers right below this one. */
  getChildren(): readonly Logger[] {
    return this.host.childrenOf(this)
  }

  /** Returns a logger that adds fields to every record; fields of a call win over them. */
  with(extra: Readonly<Record<string, unknown>>): LoggerAdapter {
    return new LoggerAdapter(this, extra, { mergeExtra: true })
  }

  /** Says whether a record of this logger would find any handler; the last resort does not count. */
  hasHandlers(): boolean {
    return this.#handlerPlan().length > 0
  }

  /** Makes a record of a call and handles it. What filters and record factories throw goes to the manager. */
  dispatch(level: number, caller: CallerMarker, call: LogCall): void {
    try {
      this.handle(this.makeRecord(level, caller, call))
    } catch (error) {
      this.host.failed(error)
    }
  }

  /** Returns the record of a call; override it to make another kind. */
  makeRecord(level: number, caller: CallerMarker, call: LogCall): LogRecord {
    const { host } = this
    const { options } = call
    const init: LogRecordInit = {
      name: this.name,
      levelno: level,
      levelname: host.levels.nameOf(level),
      msg: call.msg,
      args: call.args,
      error: call.error,
      extra: call.extra,
      context: host.contexts.getStore(),
      caller,
      site: call.site,
      stackLevel: options?.stackLevel,
      locationFrom: options?.locationFrom,
      stackInfo: options?.stackInfo === true ? callerStack(caller) : undefined,
    }
    return host.recordFactory === undefined ? new LogRecord(init) : host.recordFactory(init)
  }

  /** Handles a record as if it had been made here: this logger's filters, then the handlers on the way up. */
  handle(record: LogRecord): void {
    if (this.#disabled) return
    const passed = this.#filters.length === 0 ? record : passFilters(this.#filters, record)
    if (passed !== undefined) this.callHandlers(passed)
  }

  /** Hands a record to every handler on the way up whose level it reaches, else to the last resort. */
  callHandlers(record: LogRecord): void {
    const plan = this.#handlerPlan()
    if (plan.length === 0) {
      const { lastResort } = this.host
      if (lastResort === undefined) this.host.noHandlers(this.name)
      else if (record.levelno >= lastResort.level) lastResort.handle(record)
      return
    }
    for (const handler of plan) if (record.levelno >= handler.level) handler.handle(record)
  }

  /** Forgets the remembered threshold and handlers; called by the manager when anything changed. */
  forget(): void {
    this.#threshold = UNKNOWN
    this.#plan = undefined
  }

  #findThreshold(): number {
    this.#threshold = this.#disabled
      ? Number.POSITIVE_INFINITY
      : Math.max(this.getEffectiveLevel(), this.host.disabledLevel + 1)
    return this.#threshold
  }

  #handlerPlan(): readonly Handler[] {
    this.#plan ??= handlersOnTheWayUp(this)
    return this.#plan
  }
}

function effectiveLevel(start: Logger): number {
  for (let logger: Logger | undefined = start; logger !== undefined; logger = logger.parent)
    if (logger.level !== Level.NOTSET) return logger.level
  return Level.NOTSET
}

function handlersOnTheWayUp(start: Logger): readonly Handler[] {
  const handlers: Handler[] = []
  for (let logger: Logger | undefined = start; logger !== undefined; logger = logger.parent) {
    handlers.push(...logger.handlers)
    if (!logger.propagate) break
  }
  return handlers
}
