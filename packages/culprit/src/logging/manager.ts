import type { AsyncLocalStorage } from 'node:async_hooks'
import { contextStorage, type ContextFields } from './context.ts'
import { errorText } from './format-error.ts'
import type { Handler } from './handler.ts'
import { HandlerRegistry } from './handler-registry.ts'
import { LastResortHandler } from './last-resort.ts'
import { Level, LevelNames, type LevelInput } from './level.ts'
import { Logger, type LoggerHost, type RecordFactory } from './logger.ts'
import { LoggerTree } from './logger-tree.ts'
import { writeStderr, type TextSink } from './stderr.ts'
import { TemplateSites } from './template-sites.ts'

/** What a manager is made with. */
export interface LogManagerOptions {
  /** Takes what logging has to say about itself. @default the process's stderr */
  readonly stderr?: TextSink | undefined
}

/** Makes the loggers of a manager; for a subclass of `Logger`. */
export type LoggerClass = new (name: string, host: LoggerHost) => Logger

/**
 * A tree of loggers with all its settings. One process may hold several, for applications side by side that are
 * not to see each other's handlers; most use the one that `defaultManager()` returns.
 */
export class LogManager implements LoggerHost {
  readonly levels: LevelNames = new LevelNames()
  readonly sites: TemplateSites = new TemplateSites()
  readonly contexts: AsyncLocalStorage<ContextFields> = contextStorage()
  readonly root: Logger
  /** Whether mistakes of the programmer are thrown and failures told on stderr. @default true */
  raiseExceptions = true
  /** Handles warnings and above that no handler was found for; undefined for none. */
  lastResort: Handler | undefined
  /** Makes records of another kind. */
  recordFactory: RecordFactory | undefined
  readonly #tree: LoggerTree
  readonly #registry = new HandlerRegistry()
  readonly #stderr: TextSink
  #loggerClass: LoggerClass = Logger
  #disabledLevel: number = Level.NOTSET
  #saidNoHandlers = false
  #failures = 0

  constructor({ stderr = writeStderr }: LogManagerOptions = {}) {
    this.#stderr = stderr
    this.lastResort = new LastResortHandler(stderr)
    this.root = new Logger('root', this)
    this.#tree = new LoggerTree(this.root)
    this.root.setLevel(Level.WARNING)
  }

  /**
   * Returns the logger of a dotted name, the same one each time; the root for no name, the empty one and `root`.
   * Names must come from the program, never from requests: loggers are kept for ever.
   * @throws {TypeError} when the name is no string
   */
  getLogger(name?: string | null): Logger {
    if (name === undefined || name === null || name === '' || name === 'root') return this.root
    if (typeof name !== 'string') throw new TypeError('A logger name must be a string')
    return this.#tree.get(name, (fresh) => new this.#loggerClass(fresh, this))
  }

  /** Returns the logger of a name if somebody asked for it before. */
  findLogger(name: string): Logger | undefined {
    return this.#tree.find(name)
  }

  /** Returns all loggers that exist, without the root. */
  loggers(): readonly Logger[] {
    return [...this.#tree.all()]
  }

  childrenOf(logger: Logger): readonly Logger[] {
    return this.#tree.childrenOf(logger)
  }

  /** Makes loggers asked for from now on instances of another class. */
  setLoggerClass(loggerClass: LoggerClass): void {
    this.#loggerClass = loggerClass
  }

  /** Switches a level and everything below off for all loggers; NOTSET switches on again. */
  disable(level: LevelInput = Level.CRITICAL): void {
    this.#disabledLevel = this.levels.check(level)
    this.invalidate()
  }

  get disabledLevel(): number {
    return this.#disabledLevel
  }

  /** Names a level, both ways; see `LevelNames`. */
  addLevelName(level: number, name: string): void {
    this.levels.add(level, name)
  }

  /** Returns the name of a number, or the number of a name; `Level 35` or `Level zz` when it is not known. */
  getLevelName(level: LevelInput): string | number {
    return typeof level === 'number'
      ? this.levels.nameOf(level)
      : (this.levels.numberOf(level) ?? `Level ${level}`)
  }

  getLevelNamesMapping(): Map<string, number> {
    return this.levels.mapping()
  }

  /** Returns the handler with a name, if it was added to a logger of this manager. */
  getHandlerByName(name: string): Handler | undefined {
    return this.#registry.byName(name)
  }

  getHandlerNames(): ReadonlySet<string> {
    return this.#registry.names()
  }

  invalidate(): void {
    this.root.forget()
    for (const logger of this.#tree.all()) logger.forget()
  }

  adopt(handler: Handler): void {
    this.#registry.add(handler)
  }

  noHandlers(logger: string): void {
    if (!this.raiseExceptions || this.#saidNoHandlers) return
    this.#saidNoHandlers = true
    this.#stderr(`No handlers could be found for logger "${logger}"\n`)
  }

  /** How many records were lost before they reached a handler: a filter or a record factory threw. */
  get failures(): number {
    return this.#failures
  }

  failed(error: unknown): void {
    this.#failures++
    if (this.raiseExceptions) this.#stderr(`--- Logging error ---\n${errorText(error)}\n`)
  }

  /** Writes out what handlers have buffered, as far as that can be done synchronously. */
  flushSync(): void {
    for (const handler of this.#registry.newestFirst()) {
      try {
        handler.flushSync()
      } catch (error) {
        this.failed(error)
      }
    }
  }

  /** Waits until every handler has delivered what it has; failures are told on stderr. */
  async flush(): Promise<void> {
    for (const handler of this.#registry.newestFirst()) await this.#settle(() => handler.flush())
  }

  /** Flushes and closes every handler, those made last first. Failures are told on stderr, not thrown. */
  async shutdown(): Promise<void> {
    for (const handler of this.#registry.newestFirst()) {
      await this.#settle(() => handler.flush())
      await this.#settle(() => handler.close())
    }
  }

  async #settle(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      // What the system refuses at the end (a full disk, a closed socket) helps nobody any more.
      if (!(error instanceof Error && 'syscall' in error)) this.failed(error)
    }
  }
}

/**
 * Returns the manager that is shared by all copies of this package in the process, made when first asked for.
 * Libraries log to it by name; the application attaches the handlers.
 */
export function defaultManager(): LogManager {
  const key = Symbol.for('culprit.logging')
  const found: unknown = Reflect.get(globalThis, key)
  if (isManager(found)) return found
  const manager = new LogManager()
  Object.defineProperty(globalThis, key, { value: manager, configurable: true })
  return manager
}

/** Returns a logger of the default manager; see `LogManager.getLogger`. */
export function getLogger(name?: string | null): Logger {
  return defaultManager().getLogger(name)
}

/** Another copy's manager is of another class; that it gives loggers is what counts. */
function isManager(value: unknown): value is LogManager {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, 'getLogger') === 'function'
}
