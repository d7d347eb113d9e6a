import { fileURLToPath } from 'node:url'
import { until } from '@culprit/testkit'
import { spawnApp } from './spawn-app.ts'

/** Which conformance application to start, and how. */
export interface ConformanceOptions {
  /** The file's name without `.ts`. */
  readonly framework: string
  readonly env?: Readonly<Record<string, string>> | undefined
  /** The program to run it with. @default the Node that runs the tests */
  readonly node?: string | undefined
}

/** A running conformance application. */
export interface ConformanceApp extends AsyncDisposable {
  readonly url: string
  /** Stops it and returns all it wrote to stderr. */
  readonly stop: () => Promise<string>
}

/** The applications of `examples/conformance`, with the environment that chooses between platforms of Nest. */
export const conformanceApps: readonly ConformanceOptions[] = [
  { framework: 'express' },
  { framework: 'fastify' },
  { framework: 'hono' },
  { framework: 'koa' },
  { framework: 'node' },
  { framework: 'fetch' },
  { framework: 'nest', env: { NEST_PLATFORM: 'express' } },
  { framework: 'nest', env: { NEST_PLATFORM: 'fastify' } },
]

/** Names an application in the title of a test. */
export function conformanceName({ framework, env }: ConformanceOptions): string {
  return [framework, ...Object.values(env ?? {})].join(' on ')
}

/**
 * Runs `node examples/conformance/FRAMEWORK.ts` on a free port, against the built library, and waits for its line.
 * @throws {Error} When it ends first, or says nothing for ten seconds; what it wrote to stderr is in the message.
 */
export async function startConformance(options: ConformanceOptions): Promise<ConformanceApp> {
  const file = fileURLToPath(new URL(`../../examples/conformance/${options.framework}.ts`, import.meta.url))
  const app = spawnApp([options.node ?? process.execPath, file], { PORT: '0', ...options.env })
  let ended = false
  void app.ended.then(() => (ended = true))
  const stop = async (): Promise<string> => {
    app.child.kill('SIGTERM')
    return (await app.ended).stderr
  }
  await until(() => ended || app.stdout().includes('\n'), { what: `the port of ${options.framework}` })
  const port = /^listening on (\d+)$/m.exec(app.stdout())?.[1]
  if (port === undefined) throw new Error(`${options.framework} does not listen: ${await stop()}`)
  return { url: `http://127.0.0.1:${port}`, stop, [Symbol.asyncDispose]: async () => void (await stop()) }
}
