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
