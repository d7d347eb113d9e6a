import type { ErrorLog, LoggedRequest } from './handlers/error-log.ts'
import { applicationLogger, toErrorLog } from './logging/application-logger.ts'
import type { Handler } from './logging/handler.ts'
import { Level } from './logging/level.ts'
import type { Logger } from './logging/logger.ts'

/** What the log has to know of its application. */
export interface LoggedApplication {
  readonly name: string
  readonly debug: boolean
}

const handlersError =
  "The option 'productionHandlers' must be a list of logging handlers, or a function that returns one."

/**
 * Where an application's errors are written: its logger, made with the first line, since name and debug mode may come
 * late. What concerns requests and is no error goes to the logger `NAME.requests`, which shows information unless the
 * application's logger has a level of its own (LOG-8).
 */
export class ApplicationLog implements ErrorLog {
  #application: LoggedApplication = { name: 'app', debug: false }
  #logger: Logger | undefined
  #errors: ErrorLog | undefined
  #requests: ErrorLog | undefined

  /** Says whose log this is. */
  serve(application: LoggedApplication): void {
    this.#application = application
  }

  get logger(): Logger {
    const { name, debug } = this.#application
    return (this.#logger ??= applicationLogger(name, { debug }))
  }

  /**
   * Attaches handlers to the application's logger unless it is being debugged.
   *
   * @throws {TypeError} when they are no handlers.
   */
  addProductionHandlers(handlers: readonly Handler[] | (() => readonly Handler[]) | undefined): void {
    if (handlers === undefined || this.#application.debug) return
    const list: unknown = typeof handlers === 'function' ? handlers() : handlers
    if (!isHandlerList(list)) throw new TypeError(handlersError)
    for (const handler of list) this.logger.addHandler(handler)
  }

  error(message: string, error: unknown, reference?: string, request?: LoggedRequest): void {
    this.#errors ??= toErrorLog(this.logger)
    this.#errors.error(message, error, reference, request)
  }

  info(message: string): void {
    this.#requests ??= toErrorLog(this.#requestLogger())
    this.#requests.info(message)
  }

  #requestLogger(): Logger {
    const { logger } = this
    const requests = logger.getChild('requests')
    if (logger.level === Level.NOTSET && requests.level === Level.NOTSET) requests.setLevel(Level.INFO)
    return requests
  }
}

/** By what they do, since a handler may come from another copy of this package. */
function isHandlerList(value: unknown): value is readonly Handler[] {
  return (
    Array.isArray(value) &&
    value.every((handler: unknown) => typeof handler === 'object' && handler !== null && 'emit' in handler)
  )
}
