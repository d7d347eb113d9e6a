import type { FilterFunction } from '../filter.ts'
import type { Handler } from '../handler.ts'
import type { Logger } from '../logger.ts'
import { oncePerError } from '../once-per-error.ts'

/** Marks the filter that `attachHandlers` adds, so that a handler gets it once. */
const MARK: unique symbol = Symbol.for('culprit.logging.attached')

/** How an error was last seen by a handler, and what decides about its repetitions. */
interface Seen {
  readonly level: number
  readonly once: FilterFunction
}

/**
 * Adds each handler to each of the loggers: `attachHandlers([errors.logger, ...libraries.loggers], [mail, file])`.
 * A logger below another of the list gets none that already take its records. One error that comes by several
 * loggers within five seconds is then handled once by each handler, and again only when it comes as something more
 * severe: a failed query that nobody catches is first a warning of the database library, then an error of the
 * application with its request.
 */
export function attachHandlers(loggers: readonly Logger[], handlers: readonly Handler[]): void {
  for (const handler of handlers) {
    if (!handler.filters.some(isOurs)) handler.addFilter(oncePerSeverity())
    // Ancestors first, so that their handlers are seen from below.
    for (const logger of loggers.toSorted((one, other) => depthOf(one) - depthOf(other)))
      if (!reaches(logger, handler)) logger.addHandler(handler)
  }
}

/** Returns a filter that starts anew with an error when it comes by a record of a higher level. */
function oncePerSeverity(): FilterFunction {
  const seen = new WeakMap<object, Seen>()
  const filter: FilterFunction = (record) => {
    const { error, levelno } = record
    if (typeof error !== 'object' || error === null) return true
    let before = seen.get(error)
    if (before === undefined || levelno > before.level) {
      before = { level: levelno, once: oncePerError() }
      seen.set(error, before)
    }
    return before.once(record)
  }
  return Object.defineProperty(filter, MARK, { value: true })
}

function isOurs(filter: object): boolean {
  return Reflect.get(filter, MARK) === true
}

function depthOf(logger: Logger): number {
  return logger.parent === undefined ? 0 : 1 + depthOf(logger.parent)
}

function reaches(start: Logger, handler: Handler): boolean {
  for (let logger: Logger | undefined = start; logger !== undefined; logger = logger.parent) {
    if (logger.handlers.includes(handler)) return true
    if (!logger.propagate) return false
  }
  return false
}
