import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type HttpConnection, openConnection } from '../http-connection.ts'

/** Which application runs. */
export interface ApplicationOptions {
  readonly framework: string
  readonly variant: 'bare' | 'culprit'
  /** Directory for a CPU profile of the process. */
  readonly profileDir?: string | undefined
}

/** A request that an application is asked, and the status it must answer. */
export interface Question {
  readonly path: string
  readonly status: number
}

/** An application in a process of its own, with connections open to it. */
export interface Application {
  /** Asks one question again and again over all connections. @throws {Error} at the first other status. */
  ask(question: Question, count: number): Promise<void>
  /** Returns the CPU time that the process has used, all threads, in microseconds. */
  cpuMicros(): Promise<number>
  stop(): Promise<void>
}

/** Connections that have one request under way each: enough to keep the server busy. */
const connectionCount = 24

/** Starts an application. */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const { framework, variant, profileDir } = options
  const child = fork(fileURLToPath(new URL('server.ts', import.meta.url)), [framework, variant], {
    execArgv: profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }]
  const connections = await Promise.all(
    Array.from({ length: connectionCount }, () => openConnection('127.0.0.1', port)),
  )
  return {
    ask: async ({ path, status }, count) => {
      const request = [
        Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n`),
      ]
      const each = Math.ceil(count / connections.length)
      await Promise.all(connections.map((connection) => askOften(connection, { request, status, count: each })))
    },
    cpuMicros: async () => {
      child.send('cpu')
      const [{ cpuMicros }] = (await once(child, 'message')) as [{ readonly cpuMicros: number }]
      return cpuMicros
    },
    stop: async () => {
      for (const connection of connections) connection.close()
      child.disconnect()
      await once(child, 'exit')
    },
  }
}

interface Asking {
  readonly request: readonly Uint8Array[]
  readonly status: number
  readonly count: number
}

async function askOften(connection: HttpConnection, { request, status, count }: Asking): Promise<void> {
  for (let n = 0; n < count; n++) {
    const got = await connection.send(request)
    if (got !== status) throw new Error(`An application answered ${got} instead of ${status}`)
  }
}
