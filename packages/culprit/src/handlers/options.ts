import { Aborter } from '../http/abort.ts'
import { createErrorPages, type ErrorPages, type ErrorPagesOptions } from '../http/error-pages.ts'
import { type ErrorLog, noLog } from './error-log.ts'
import { quietLog } from './quiet-log.ts'

/** How an application treats its errors; everything has a default. */
export interface ErrorsOptions {
  /** The application's name, which is also its logger's. @default the name of the main file without its extension */
  readonly name?: string | undefined
  /** Development: unhandled errors are propagated, missing keys are named. @default false */
  readonly debug?: boolean | undefined
  /** Tests: unhandled errors are propagated to the test client. @default false */
  readonly testing?: boolean | undefined
  /** Whether unhandled errors are given back to the framework instead of answered. @default testing or debug */
  readonly propagateExceptions?: boolean | undefined
  /**
   * Treats HTTP exceptions as any other error: without a handler they are unhandled. Redirects and `abort(response)`
   * are exempt, since they are answers and no failures. @default false
   */
  readonly trapHttpExceptions?: boolean | undefined
  /**
   * True treats every 400 as any other error, false none. @default undefined: in debug mode missing keys alone
   */
  readonly trapBadRequestErrors?: boolean | undefined
  /** The look and the texts of the generic pages. */
  readonly pages?: ErrorPagesOptions | undefined
  /** What `errors.abort` throws for which code. @default the 31 classes of `culprit/http` */
  readonly aborter?: Aborter | undefined
  /** Where unhandled errors are written. @default the application's logger */
  readonly log?: ErrorLog | undefined
}

/** The options with their defaults. */
export interface ErrorSettings {
  readonly name: string
  readonly debug: boolean
  /** CFG-1 */
  readonly propagate: boolean
  readonly trapHttpExceptions: boolean
  readonly trapBadRequestErrors: boolean | undefined
  readonly pages: ErrorPages
  readonly aborter: Aborter
  readonly log: ErrorLog
}

/**
 * Returns the options with defaults for what is missing.
 *
 * @throws {TypeError} when an option is not known or of the wrong type; the message names it.
 */
export function toErrorSettings(options: ErrorsOptions): ErrorSettings {
  checkOptions(options)
  const { name = 'app', debug = false, testing = false, propagateExceptions, log = noLog } = options
  const onPageError = (error: unknown): void => quietLog(log).error('Error page failed', error)
  return {
    name,
    debug,
    propagate: propagateExceptions ?? (testing || debug),
    trapHttpExceptions: options.trapHttpExceptions ?? false,
    trapBadRequestErrors: options.trapBadRequestErrors,
    pages: createErrorPages(options.pages, { onPageError }),
    aborter: options.aborter ?? new Aborter(),
    log,
  }
}

/** Returns options with others in place of what is missing or undefined. */
export function withDefaults(options: ErrorsOptions | undefined, defaults: ErrorsOptions): ErrorsOptions {
  const given = Object.entries(options ?? {}).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(given) }
}

const types: Readonly<Record<keyof ErrorsOptions, string>> = {
  name: 'string',
  debug: 'boolean',
  testing: 'boolean',
  propagateExceptions: 'boolean',
  trapHttpExceptions: 'boolean',
  trapBadRequestErrors: 'boolean',
  pages: 'object',
  aborter: 'object',
  log: 'object',
}

/**
 * Checks names and types of options; `more` names those that are checked elsewhere.
 *
 * @throws {TypeError} for the first that is wrong; the message names it.
 */
export function checkOptions(options: object, more: readonly string[] = []): void {
  const known = new Map<string, string>(Object.entries(types))
  for (const [key, value] of Object.entries(options)) {
    if (more.includes(key)) continue
    const type = known.get(key)
    if (type === undefined) {
      throw new TypeError(`Unknown option '${key}'. Known are ${[...known.keys(), ...more].join(', ')}.`)
    }
    if (value !== undefined && (typeof value !== type || value === null)) {
      throw new TypeError(`The option '${key}' must be of type ${type}, but it was ${describe(value)}.`)
    }
  }
  if ('log' in options && options.log !== undefined) checkLog(Object(options.log))
}

/** A log without them would lose every line in silence, since dispatch survives a log that fails. */
function checkLog(log: object): void {
  for (const name of ['error', 'info']) {
    if (typeof Reflect.get(log, name) !== 'function') {
      throw new TypeError(`The option 'log' must have a function '${name}'.`)
    }
  }
}

function describe(value: unknown): string {
  return value === null ? 'null' : `of type ${typeof value}`
}
