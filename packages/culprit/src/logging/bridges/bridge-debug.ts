import { createBridge, type Bridge, type BridgeOptions } from './bridge.ts'
import { foreignCall } from './foreign-call.ts'
import { foreignText } from './foreign-field.ts'
import { ForeignLog } from './foreign-log.ts'
import { Level } from '../level.ts'

/** The function that the package `debug` exports, as far as it is used. */
export interface DebugModule {
  formatArgs(this: never, values: never): void
  log(...values: never[]): unknown
}

/** How `debug` is bridged. */
export interface DebugBridgeOptions extends BridgeOptions {
  /** Whether it no longer prints to stderr itself. @default false */
  readonly silent?: boolean | undefined
}

/**
 * Hands what enabled `debug` functions write to the loggers `debug.<namespace>`, with `.` for `:`, at DEBUG. Which
 * ones are enabled stays the business of `DEBUG=...`. Each copy of the package in `node_modules` must be given.
 */
export function bridgeDebug(
  modules: DebugModule | readonly DebugModule[],
  options: DebugBridgeOptions = {},
): Bridge {
  const log = new ForeignLog('debug', options)
  const restores = [modules].flat().map((module) => replaceFormat(module, log, options.silent ?? false))
  return createBridge(log, () => {
    for (const restore of restores) restore()
  })
}

/** `formatArgs` is what sees the values before colours, names and times are put around them. */
function replaceFormat(module: DebugModule, log: ForeignLog, silent: boolean): () => void {
  const { formatArgs, log: print } = module
  const write = log.guard((debug: unknown, values: unknown) => writeLine(log, debug, values))
  const replaced = function (this: unknown, values: unknown): void {
    write(this, values)
    Reflect.apply(formatArgs, this, [values])
  }
  module.formatArgs = replaced
  if (silent) module.log = nothing
  return () => {
    if (module.formatArgs === replaced) module.formatArgs = formatArgs
    if (module.log === nothing) module.log = print
  }
}

function writeLine(log: ForeignLog, debug: unknown, values: unknown): void {
  if (!Array.isArray(values)) return
  const logger = log.child(foreignText(debug, 'namespace').replaceAll(':', '.'))
  if (Level.DEBUG < logger.threshold) return
  // The debug function itself is on the stack; it is only looked for there, never called.
  const caller = typeof debug === 'function' ? (debug as (...values: never[]) => unknown) : undefined
  log.write({ ...foreignCall(values), level: Level.DEBUG, logger, caller })
}

function nothing(): void {
  // Prints nothing.
}
