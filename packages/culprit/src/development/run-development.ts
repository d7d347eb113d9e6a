import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { StartOrder } from './dev-message.ts'
import { DevelopmentServer } from './parent/development-server.ts'
import type { DevSettings } from './settings/setting.ts'

/** An application, and how it is to be run. */
export interface DevelopmentOptions {
  /** The application's file as it was given. */
  readonly name: string
  /** Flags of Node, the file, and the application's own arguments. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly by: StartOrder['by']
  readonly settings: DevSettings
  readonly log: (line: string) => void
}

/** The signals that end a development server; a terminal that is closed is one. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs an application as a child process, in debug mode if the settings say so, until it ends or this process is told to.
 * Returns the exit code.
 *
 * @throws {StartError} when the port that was asked for is taken
 */
export async function runDevelopment(options: DevelopmentOptions): Promise<number> {
  const { name, args, by, settings, log } = options
  const ending = extname(import.meta.url)
  const flags = ['--import', new URL(`./child${ending}`, import.meta.url).href]
  const env = environmentOf(options)
  const crashProgram = fileURLToPath(new URL(`./child/crash-program${ending}`, import.meta.url))
  const server = new DevelopmentServer({
    name,
    launch: { args: [...flags, ...args], env },
    crashLaunch: { args: [...flags, crashProgram], env },
    by,
    settings,
    isColoured: process.stderr.isTTY && !options.env['NO_COLOR'],
    log,
  })
  const stop = (signal: NodeJS.Signals): void => server.stop(signal)
  for (const signal of signals) process.on(signal, stop)
  try {
    return await server.run()
  } finally {
    for (const signal of signals) process.off(signal, stop)
    server.close()
  }
}

/** The application's environment (CLI-2): debug mode is there before its code runs. */
function environmentOf({ env, settings }: DevelopmentOptions): Record<string, string | undefined> {
  const { debug, useDebugger, host, port } = settings
  return {
    ...env,
    CULPRIT_DEBUG: debug ? '1' : '0',
    CULPRIT_USE_DEBUGGER: useDebugger ? '1' : '0',
    ...(host !== undefined && { HOST: host }),
    ...(port !== undefined && { PORT: String(port) }),
  }
}
