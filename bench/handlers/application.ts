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

/** An application in a process of its own. */
export interface Application {
  /**
   * Asks one question again and again over keep-alive connections, and returns the CPU time of the application for each
   * request in microseconds, of all its threads. @throws {Error} at the first other status.
   */
  measure(question: Question, count: number): Promise<number>
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
  const cpuMicros = async (): Promise<number> => {
    child.send('cpu')
    const [answer] = (await once(child, 'message')) as [{ readonly cpuMicros: number }]
    return answer.cpuMicros
  }
  return {
    measure: async (question, count) => {
      // New ones each time: a server closes those that it has not heard of for some seconds.
      const connections = await Promise.all(
        Array.from({ length: connectionCount }, () => openConnection('127.0.0.1', port)),
      )
      await ask(connections, question, 1)
      const before = await cpuMicros()
      const each = Math.ceil(count / connectionCount)
      await ask(connections, question, each)
      const used = (await cpuMicros()) - before
      for (const connection of connections) connection.close()
      return used / (each * connectionCount)
    },
    stop: async () => {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}

async function ask(
  connections: readonly HttpConnection[],
  { path, status }: Question,
  each: number,
): Promise<void> {
  const request = [
    Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n`),
  ]
  const askOften = async (connection: HttpConnection): Promise<void> => {
    for (let n = 0; n < each; n++) {
      const got = await connection.send(request)
      if (got !== status) throw new Error(`An application answered ${got} instead of ${status}`)
    }
  }
  await stayAwakeUntil(Promise.all(connections.map(askOften)))
}

/**
 * Waits without ever sleeping. Whoever writes to a socket wakes the process that sleeps on the other end, and pays for
 * it: the slower application, whose asker would sleep more, would seem slower still.
 */
async function stayAwakeUntil(done: Promise<unknown>): Promise<void> {
  let isDone = false
  const turn = (): void => {
    if (!isDone) setImmediate(turn)
  }
  turn()
  try {
    await done
  } finally {
    isDone = true
  }
}
