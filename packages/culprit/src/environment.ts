import { basename, extname } from 'node:path'
import type { ErrorsOptions } from './handlers/options.ts'

/**
 * Returns the options that the environment gives: `CULPRIT_DEBUG=1` (or `true`) switches debug mode on. NODE_ENV never
 * does. This file is the only place of the library that reads the environment.
 */
export function environmentOptions(environment: Environment = process.env): ErrorsOptions {
  const debug = environment['CULPRIT_DEBUG']
  return debug === '1' || debug === 'true' ? { debug: true } : {}
}

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Returns the name of the application that runs: that of its main file without extension, else `app`. */
export function applicationName(mainFile: string | undefined = process.argv[1]): string {
  return mainFile === undefined ? 'app' : basename(mainFile, extname(mainFile)) || 'app'
}
