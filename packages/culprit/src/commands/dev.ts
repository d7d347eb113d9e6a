import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { DevelopmentServer } from '../development/parent/development-server.ts'
import type { CommandOutput } from './command-output.ts'
import type { Environment } from './parse-command.ts'
import type { DevCommand } from './parse-dev.ts'
import { UsageError } from './usage-error.ts'

/** Runs an application with debugger and reloader until it ends or is stopped, and returns the exit code. */
export async function dev(command: DevCommand, env: Environment, { err }: CommandOutput): Promise<number> {
  const file = resolve(command.file)
  if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true)
    throw new UsageError(`dev: there is no file ${file}; name the one that starts your application`)
  const { host, port, useReloader = true } = command.flags
  const preload = new URL(
    `../development/child${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
    import.meta.url,
  )
  const server = new DevelopmentServer({
    launch: {
      args: [...command.inspect, '--import', preload.href, file, ...command.args],
      env: {
        ...env,
        CULPRIT_DEBUG: '1',
        ...(port !== undefined && { PORT: port }),
        ...(host !== undefined && { HOST: host }),
      },
    },
    useReloader,
    log: err,
  })
  const stop = (signal: NodeJS.Signals): void => server.stop(signal)
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  try {
    return await server.run()
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
    server.close()
  }
}
