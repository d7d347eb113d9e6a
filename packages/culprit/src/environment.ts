import { basename, dirname, extname, join } from 'node:path'
import type { ErrorsOptions } from './handlers/options.ts'
import { spoolDirectory } from './mail/spool-directory.ts'
import type { ReportIdentity } from './report/options.ts'

/**
 * Returns the options that the environment gives: `CULPRIT_DEBUG=1` (or `true`) switches debug mode on. NODE_ENV never
 * does. This file and `spoolDirectory` are the only places of the library that read the environment for themselves; the
 * program that sends at the end of a process is only handed it on.
 */
export function environmentOptions(environment: Environment = process.env): ErrorsOptions {
  const debug = environment['CULPRIT_DEBUG']
  return debug === '1' || debug === 'true' ? { debug: true } : {}
}

/**
 * Returns where to report, as the environment says it: `CULPRIT_DSN`, else `SENTRY_DSN`; `CULPRIT_ENVIRONMENT` and
 * `CULPRIT_RELEASE`. What is empty counts as not given.
 */
export function environmentIdentity(environment: Environment = process.env): ReportIdentity {
  const dsn = environment['CULPRIT_DSN'] || environment['SENTRY_DSN']
  const name = environment['CULPRIT_ENVIRONMENT']
  const release = environment['CULPRIT_RELEASE']
  return { ...(dsn && { dsn }), ...(name && { environment: name }), ...(release && { release }) }
}

/** What the environment says about debugging. */
export interface DebugEnvironment {
  readonly isProduction: boolean
  /** Whether to use the debugger: `CULPRIT_USE_DEBUGGER`, and not `CULPRIT_EXTERNAL_DEBUGGER`; undefined when neither is set. */
  readonly useDebugger: boolean | undefined
  /** The name that the server was told to listen on. */
  readonly host: string | undefined
}

/** Returns what the environment says about debugging. */
export function debugEnvironment(environment: Environment = process.env): DebugEnvironment {
  const use = switchOf(environment['CULPRIT_USE_DEBUGGER'])
  return {
    isProduction: environment['NODE_ENV'] === 'production',
    useDebugger: switchOf(environment['CULPRIT_EXTERNAL_DEBUGGER']) === true ? false : use,
    host: environment['HOST'],
  }
}

/** Returns all variables as they are now: the debugger's page shows them without secrets. */
export function wholeEnvironment(): Environment {
  return process.env
}

function switchOf(text: string | undefined): boolean | undefined {
  return text === undefined || text === ''
    ? undefined
    : ['1', 'true', 'yes', 'on'].includes(text.toLowerCase())
}

/** Returns the directory in which reports wait unless the options name one; see `spoolDirectory`. */
export function reportDirectory(application: string, environment: Environment = process.env): string {
  return join(dirname(spoolDirectory({ env: environment, application })), 'report')
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Returns the name of the application that runs: that of its main file without extension, else `app`. */
export function applicationName(mainFile: string | undefined = process.argv[1]): string {
  return mainFile === undefined ? 'app' : basename(mainFile, extname(mainFile)) || 'app'
}
