import type { Server } from 'node:http'
import { development } from './child/development.ts'
import { checkRunOptions, type RunOptions } from './run-options.ts'
import type { Address } from './serve/served-application.ts'
import type { DevSettings } from './settings/setting.ts'
import { StartError } from './start-error.ts'
import { UsageError } from './usage-error.ts'

const defaults: Address = { host: '127.0.0.1', port: 3000 }

/**
 * Serves an application while it is developed, and resolves with its server once that listens. `app` is an application of
 * Express, Fastify, Hono, Koa or Nest, a server or a listener of `node:http`, or a web-standard handler.
 *
 * In debug mode, or with the reloader, this process only supervises: it runs the program once more as a child, with debug
 * mode on before its first line, and the promise never settles here; what must not happen twice belongs after the
 * `await`. Under `culprit dev` the options are ignored, since the command decides (RUN-5).
 *
 * A port that is taken, or a configuration that is wrong, ends the process with one line and exit code 1 or 2 (RUN-3).
 *
 * @throws {TypeError} when an option is not known or wrong, or `app` is nothing that can be served
 */
export async function run(app: unknown, options: RunOptions = {}): Promise<Server> {
  checkRunOptions(options)
  const { toListen } = await import('./serve/served-application.ts')
  const listen = toListen(app)
  const state = development()
  if (state.by === 'dev') return await listen(addressUnderCommand(options))
  try {
    const settings = await settingsOf(options)
    const isDebugging = settings.debug && !isDebugOn()
    if (state.by === undefined && (settings.useReloader || isDebugging)) return await supervise(settings)
    const server = await listen({
      host: settings.host ?? defaults.host,
      port: settings.port ?? defaults.port,
    })
    if (state.by === undefined) await announce(settings, server)
    return server
  } catch (error) {
    return await fail(error, options)
  }
}

function isDebugOn(): boolean {
  return process.env['CULPRIT_DEBUG'] === '1' || process.env['CULPRIT_DEBUG'] === 'true'
}

/** The command has put its own host and port into the environment. */
function addressUnderCommand(options: RunOptions): Address {
  if (development().isFirst === true && Object.values(options).some((value) => value !== undefined)) {
    const notice = ' * The options of run() are ignored under `culprit dev`, which has its own flags'
    process.stderr.write(process.stderr.isTTY ? `\u001B[31m${notice}\u001B[0m\n` : `${notice}\n`)
  }
  const { HOST: host, PORT: port } = process.env
  return { host: host || defaults.host, port: port ? Number(port) : defaults.port }
}

async function settingsOf(options: RunOptions): Promise<DevSettings> {
  const [{ readConfigFile }, { toDevSettings }, inspector] = await Promise.all([
    import('./settings/config-file.ts'),
    import('./settings/dev-settings.ts'),
    import('node:inspector'),
  ])
  const folder = process.cwd()
  const file = await readConfigFile(undefined, folder)
  // Whoever debugs this process would find nothing of the program in it (EXT-1).
  const flags = { ...options, ...(inspector.url() !== undefined && { externalDebugger: true }) }
  return toDevSettings({ flags, env: process.env, file, folder, debug: false })
}

/** Runs the same command line as a child, and ends with it. */
async function supervise(settings: DevSettings): Promise<never> {
  const { runDevelopment } = await import('./run-development.ts')
  const [, file = '', ...args] = process.argv
  const code = await runDevelopment({
    name: file,
    args: [...process.execArgv, file, ...args],
    env: process.env,
    by: 'run',
    settings: { ...settings, host: settings.host ?? defaults.host, port: settings.port ?? defaults.port },
    log: (line) => void process.stderr.write(`${line}\n`),
  })
  process.exit(code)
}

async function announce(settings: DevSettings, server: Server): Promise<void> {
  const { Banner } = await import('./parent/banner.ts')
  const banner = new Banner({
    ...settings,
    name: process.argv[1] ?? '',
    isColoured: process.stderr.isTTY,
    log: (line) => void process.stderr.write(`${line}\n`),
  })
  banner.begin()
  const address = server.address()
  if (typeof address === 'object' && address !== null)
    banner.listening({ host: address.address, port: address.port, isTls: 'setSecureContext' in server })
}

/** Ends the process where the environment is at fault, and throws what the program is to blame for. */
async function fail(error: unknown, { host, port }: RunOptions): Promise<never> {
  const { code = '', port: taken = port ?? defaults.port } = Object(error) as NodeJS.ErrnoException & {
    port?: number
  }
  const isAddress = ['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL'].includes(code)
  if (!isAddress && !(error instanceof UsageError || error instanceof StartError)) throw error
  const { refusalText } = await import('./parent/port-refusal.ts')
  const text = isAddress
    ? await refusalText({ code, host: host ?? '', port: taken })
    : (error as Error).message
  process.stderr.write(`culprit: ${text}\n`)
  process.exit(error instanceof UsageError ? 2 : 1)
}
