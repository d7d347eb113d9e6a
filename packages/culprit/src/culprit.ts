import { applicationName, environmentOptions } from './environment.ts'
import { Errors } from './handlers/errors.ts'
import { checkOptions, type ErrorsOptions } from './handlers/options.ts'
import { ApplicationLog } from './application-log.ts'
import type { RequestOrigin } from './handlers/request-origin.ts'
import { runWithContext } from './logging/context.ts'
import type { Handler } from './logging/handler.ts'
import type { Logger } from './logging/logger.ts'

/** What `culprit` can be given; what is missing comes from the environment, then from the defaults. */
export interface CulpritOptions extends ErrorsOptions {
  /**
   * Handlers of the application's logger that mail, write files or report: they are attached only when the application
   * is not being debugged. A function is called only then, so that in debug mode no file is opened.
   */
  readonly productionHandlers?: readonly Handler[] | (() => readonly Handler[]) | undefined
}

/** The one object of an application: its error handlers, scopes and observers, and its logger. */
export class Culprit<in Context = unknown> extends Errors<Context> {
  readonly #log: ApplicationLog

  constructor(options?: CulpritOptions) {
    const log = new ApplicationLog()
    const { productionHandlers, ...errorsOptions } = checked(options ?? {})
    super(options && errorsOptions, { name: applicationName(), ...environmentOptions(), log })
    this.#log = log
    this.#log.serve(this)
    if (options !== undefined) this.#log.addProductionHandlers(productionHandlers)
  }

  /**
   * The application's logger, under its name. Without a set-up it writes to stderr, and debug mode lowers its level; it
   * is made when it is first read, or when the first error is written.
   */
  get logger(): Logger {
    return this.#log.logger
  }

  /** Runs a request with its method, URL and address as fields of every log record that is made in it (LOG-6). */
  override run<T>({ method, url, remoteAddress }: RequestOrigin, serve: () => T): T {
    this.begin()
    return runWithContext({ method, url, remote_addr: remoteAddress }, serve)
  }

  override init(options: CulpritOptions = {}): this {
    const { productionHandlers, ...errorsOptions } = checked(options)
    super.init(errorsOptions)
    this.#log.addProductionHandlers(productionHandlers)
    return this
  }
}

function checked(options: CulpritOptions): CulpritOptions {
  checkOptions(options, ['productionHandlers'])
  return options
}

/**
 * Returns the errors of one application. Without options they can be given later, by `init`.
 *
 * @throws {TypeError} when an option is not known or of the wrong type.
 */
export function culprit<Context = unknown>(options?: CulpritOptions): Culprit<Context> {
  return new Culprit<Context>(options)
}
