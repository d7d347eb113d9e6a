import { createRedactor } from '@culprit/redact'
import { debugEnvironment, type DebugEnvironment, wholeEnvironment } from './environment.ts'
import { Debugger } from './debugger/debugger.ts'
import { checkDebuggerOptions, type DebuggerOptions, trustedHostsOf } from './debugger/debugger-options.ts'
import type { ErrorLog } from './handlers/error-log.ts'
import type { Errors } from './handlers/errors.ts'
import { writeStderr } from './logging/stderr.ts'
import { debugProcessFailures } from './debugger/process-failures.ts'
import { issueAddress } from './debugger/issue-address.ts'

/** Whether and how an application is debugged. */
export interface DebuggingOptions {
  /**
   * Unhandled errors open the interactive debugger. Means nothing without `debug`; with an editor's debugger attached,
   * set it to false. @default debug, unless testing or `propagateExceptions: false`
   */
  readonly useDebugger?: boolean | undefined
  readonly debugger?: DebuggerOptions | undefined
}

/** The settings that decide whether the debugger runs. */
export interface DebuggedSettings {
  readonly debug?: boolean | undefined
  readonly testing?: boolean | undefined
  readonly propagateExceptions?: boolean | undefined
}

/** Whether the debugger runs, or why it must not. */
export type DebuggerDecision = 'on' | 'off' | 'refused'

/**
 * Decides whether the debugger runs (S13). An application whose errors are answered by its own 500 handler has none that
 * reach it (WZD-6). With NODE_ENV=production it is refused unless it is forced.
 *
 * @throws {TypeError} when an option is not known or wrong.
 */
export function decideDebugger(
  { useDebugger, debugger: options = {} }: DebuggingOptions,
  { debug, testing, propagateExceptions }: DebuggedSettings,
  { isProduction }: Pick<DebugEnvironment, 'isProduction'> = debugEnvironment(),
): DebuggerDecision {
  if (useDebugger !== undefined && typeof useDebugger !== 'boolean')
    throw new TypeError(
      `The option 'useDebugger' must be of type boolean, but it was of type ${typeof useDebugger}.`,
    )
  if (typeof options !== 'object' || options === null)
    throw new TypeError("The option 'debugger' must be of type object.")
  checkDebuggerOptions(options)
  if (debug !== true || propagateExceptions === false) return 'off'
  if (!(useDebugger ?? testing !== true)) return 'off'
  return isProduction && options.allowInProduction !== true ? 'refused' : 'on'
}

/** What is written when debugging is refused: the application then treats its errors as in production. */
const refusal = `culprit: debug is on, but NODE_ENV is production. The interactive debugger runs code for whoever reaches it, so it stays off.
culprit: errors are answered with the generic page. Remove debug, or set debugger.allowInProduction if this machine is yours alone.
`
const forced = `culprit: WARNING: the interactive debugger runs with NODE_ENV=production, as debugger.allowInProduction asks.
culprit: WARNING: whoever finds a way around its checks runs code on this machine.
`

/** Says that debugging was refused. */
export function tellRefused(): void {
  writeStderr(refusal)
}

/** What the debugger is opened for. */
export interface OpenedFor<Context> {
  readonly errors: Errors<Context>
  readonly log: ErrorLog
  readonly dsn: string | undefined
}

/** Opens the debugger of an application. */
export function openDebugger<Context>(
  { errors, log, dsn }: OpenedFor<Context>,
  options: DebuggerOptions = {},
): Debugger<Context> {
  const { isProduction, host } = debugEnvironment()
  if (isProduction) writeStderr(forced)
  const opened = new Debugger<Context>(
    {
      name: errors.name,
      trustedHosts: trustedHostsOf(options, host),
      environment: wholeEnvironment,
      redactor: createRedactor(),
      log,
      issueUrl: (reference) => issueAddress(dsn, reference),
      names: { app: errors },
    },
    options,
  )
  opened.endWith(
    errors.on('broken', (event) => opened.show(event)),
    debugProcessFailures((thrown) => opened.showFatal(thrown, errors.referenceOf(thrown))),
  )
  return opened
}
