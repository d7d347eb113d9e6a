import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { runDevelopment } from '../development/run-development.ts'
import { readConfigFile } from '../development/settings/config-file.ts'
import { toDevSettings } from '../development/settings/dev-settings.ts'
import { UsageError } from '../development/usage-error.ts'
import type { CommandOutput } from './command-output.ts'
import type { Environment } from './parse-command.ts'
import type { DevCommand } from './parse-dev.ts'

/**
 * Runs an application with debugger and reloader until it ends or is stopped, and returns the exit code.
 *
 * @throws {UsageError} when there is no such file, or the configuration is wrong
 * @throws {StartError} when the port is taken
 */
export async function dev(command: DevCommand, env: Environment, { err }: CommandOutput): Promise<number> {
  const path = resolve(command.file)
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new UsageError(`dev: there is no file ${path}; name the one that starts your application`)
  const folder = process.cwd()
  const { config, ...flags } = command.flags
  const file = await readConfigFile(config, folder)
  const settings = toDevSettings({ flags, env, file, folder })
  return await runDevelopment({
    name: command.file,
    args: [...command.inspect, path, ...command.args],
    env,
    by: 'dev',
    settings,
    log: err,
  })
}
