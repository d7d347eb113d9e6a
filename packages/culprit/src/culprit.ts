import type { Debugger } from './debugger/debugger.ts'
import {
  decideDebugger,
  type DebuggerDecision,
  type DebuggingOptions,
  openDebugger,
  tellRefused,
} from './debugging.ts'
import { applicationName, debugEnvironment, environmentIdentity, environmentOptions } from './environment.ts'
import { Errors } from './handlers/errors.ts'
import { checkOptions, type ErrorsOptions } from './handlers/options.ts'
import { ApplicationLog } from './application-log.ts'
import type { RequestOrigin } from './handlers/request-origin.ts'
import { contextStorage, enterContext } from './logging/context.ts'
import { tellDoctor } from './logging/doctor-hook.ts'
import type { Handler } from './logging/handler.ts'
import type { Logger } from './logging/logger.ts'
import type { Level, SentEvent } from '@culprit/wire'
import type { CaptureHint } from './report/capture-hint.ts'
import type { ReportClient } from './report/client.ts'
import { bringRequestScope } from './report/report-scope.ts'
import { Reporting, type ReportingOptions } from './reporting.ts'

/** What `culprit` can be given; what is missing comes from the environment, then from the defaults. */
export interface CulpritOptions extends ErrorsOptions, ReportingOptions, DebuggingOptions {
  /**
   * Handlers of the application's logger that mail, write files or report: they are attached only when the application
   * is not being debugged. A function is called only then, so that in debug mode no file is opened.
   */
  readonly productionHandlers?: readonly Handler[] | (() => readonly Handler[]) | undefined
}

/** The one object of an application: its error handlers, scopes and observers, its logger and its reports. */
export class Culprit<in Context = unknown> extends Errors<Context> {
  readonly #log: ApplicationLog
  readonly #reporting: Reporting<Context>
  #debugger: Debugger<Context> | undefined
  #isDecided = false
  readonly #contexts = contextStorage()

  constructor(options?: CulpritOptions) {
    const log = new ApplicationLog()
    const parts = parted(options ?? {})
    super(options && parts.errorsOptions, { name: applicationName(), ...environmentOptions(), log })
    this.#log = log
    this.#reporting = new Reporting<Context>(this)
    this.#log.serve(this)
    tellDoctor({ kind: 'application', name: this.name, isDebugged: () => this.debug })
    if (options === undefined) {
      this.#reporting.openSoon()
      // The options may still come, by `init`.
      if (parts.decision !== 'off') setImmediate(() => this.#debugOnce(parts)).unref()
    } else this.#open(parts)
  }

  /**
   * The application's logger, under its name. Without a set-up it writes to stderr, and debug mode lowers its level; it
   * is made when it is first read, or when the first error is written.
   */
  get logger(): Logger {
    return this.#log.logger
  }

  /** What reports the application's errors. Without a DSN it reports nothing. */
  get report(): ReportClient {
    return this.#reporting.client
  }

  /** Reports whatever was thrown, and returns its reference id: 32 hex digits. Errors that no handler takes are reported by themselves. */
  captureException(thrown: unknown, hint?: CaptureHint): string {
    return this.report.captureException(thrown, hint)
  }

  /** Reports a text, by default of level 'info', and returns the id of the report. */
  captureMessage(message: string, level?: Level, hint?: CaptureHint): string {
    return this.report.captureMessage(message, level, hint)
  }

  /** Reports an event in the protocol's form, without secrets, and returns its id. */
  captureEvent(event: SentEvent, hint?: CaptureHint): string {
    return this.report.captureEvent(event, hint)
  }

  /**
   * Enters a request: its method, URL and address are fields of every log record that is made in it (LOG-6), and it has
   * a scope of its own for reports.
   */
  override enter(origin: RequestOrigin): () => void {
    this.begin()
    const { method, url, remoteAddress, watchBody } = origin
    const fields = { method, url, remote_addr: remoteAddress }
    const { isEnabled, maxRequestBody } = this.report
    if (isEnabled && maxRequestBody > 0) watchBody?.(maxRequestBody)
    const leaveScope = isEnabled ? bringRequestScope(fields, origin.source) : undefined
    const leaveContext = enterContext(fields, this.#contexts)
    const leaveDebugger = this.#debugger?.enter(origin)
    if (leaveScope === undefined && leaveDebugger === undefined) return leaveContext
    return () => {
      leaveDebugger?.()
      leaveContext()
      leaveScope?.()
    }
  }

  override init(options: CulpritOptions = {}): this {
    const parts = parted(options)
    super.init(parts.errorsOptions)
    this.#open(parts)
    return this
  }

  #open(parts: PartedOptions): void {
    this.#reporting.open(parts.reportingOptions)
    this.#log.addProductionHandlers(parts.productionHandlers)
    this.#debugger?.close()
    this.#isDecided = false
    this.#debugOnce(parts)
  }

  #debugOnce(parts: PartedOptions): void {
    if (this.#isDecided) return
    this.#isDecided = true
    this.#debug(parts)
  }

  #debug({ decision, debuggingOptions, reportingOptions }: PartedOptions): void {
    if (decision === 'refused') tellRefused()
    if (decision !== 'on') return
    const dsn = reportingOptions.dsn ?? environmentIdentity().dsn
    this.#debugger = openDebugger({ errors: this, log: this.#log, dsn }, debuggingOptions.debugger)
    this.debugWith(this.#debugger)
  }
}

/** The options by who uses them. */
interface PartedOptions {
  readonly productionHandlers: CulpritOptions['productionHandlers']
  readonly errorsOptions: ErrorsOptions
  readonly reportingOptions: ReportingOptions
  readonly debuggingOptions: DebuggingOptions
  readonly decision: DebuggerDecision
}

/** Who knows `use_reloader` from Flask looks for it beside `useDebugger`. */
const reloaderIsElsewhere =
  "The option 'useReloader' does not belong to culprit(): what starts an application again is its parent process. " +
  "Give it to run() of 'culprit/dev', or call `culprit dev --reload` or `--no-reload`, or set CULPRIT_USE_RELOADER."

const elsewhere = ['productionHandlers', 'dsn', 'environment', 'release', 'report', 'useDebugger', 'debugger']

function parted(options: CulpritOptions): PartedOptions {
  if ('useReloader' in options) throw new TypeError(reloaderIsElsewhere)
  checkOptions(options, elsewhere)
  const { productionHandlers, dsn, environment, release, report, ...rest } = options
  const { useDebugger = debugEnvironment().useDebugger, debugger: debuggerOptions, ...errorsOptions } = rest
  const debuggingOptions: DebuggingOptions = { useDebugger, debugger: debuggerOptions }
  const decision = decideDebugger(debuggingOptions, { ...environmentOptions(), ...errorsOptions })
  const isRefused = decision === 'refused' && errorsOptions.propagateExceptions === undefined
  return {
    productionHandlers,
    // Propagated errors show their stack.
    errorsOptions: isRefused ? { ...errorsOptions, propagateExceptions: false } : errorsOptions,
    reportingOptions: { dsn, environment: environment ?? environmentOf(decision), release, report },
    debuggingOptions,
    decision,
  }
}

/** Errors that somebody looks at in the debugger are none of production. */
function environmentOf(decision: DebuggerDecision): string | undefined {
  return decision === 'on' ? (environmentIdentity().environment ?? 'development') : undefined
}

/**
 * Returns the errors of one application. Without options they can be given later, by `init`.
 *
 * @throws {TypeError} when an option is not known or of the wrong type.
 */
export function culprit<Context = unknown>(options?: CulpritOptions): Culprit<Context> {
  return new Culprit<Context>(options)
}
