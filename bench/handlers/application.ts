import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type HttpConnection, openConnection } from '../http-connection.ts'
import { stayAwakeUntil } from '../stay-awake.ts'
import { connectionCount, type Question, requestOf } from './question.ts'
import type { Variant } from './servers/contestant.ts'

/** Which application runs. */
export interface ApplicationOptions {
  readonly framework: string
  readonly variant: Variant
  /** Whether requests come from the process itself, over connections in memory. */
  readonly inMemory: boolean
  /** Directory for a CPU profile of the process. */
  readonly profileDir?: string | undefined
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

/** Starts an application. */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const { framework, variant, profileDir } = options
  const child = fork(fileURLToPath(new URL('server.ts', import.meta.url)), [framework, variant], {
    execArgv: profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDir}`],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }]
  const order = async (message: {
    readonly question?: Question
    readonly count?: number
  }): Promise<number> => {
    child.send(message)
    const [answer] = (await once(child, 'message')) as [{ readonly cpuMicros: number }]
    return answer.cpuMicros
  }
  return {
    measure: async (question, count) => {
      const each = Math.ceil(count / connectionCount)
      const all = each * connectionCount
      if (options.inMemory) return (await order({ question, count: all })) / all
      // New ones each time: a server closes those that it has not heard of for some seconds.
      const connections = await Promise.all(
        Array.from({ length: connectionCount }, () => openConnection('127.0.0.1', port)),
      )
      await ask(connections, question, 1)
      const before = await order({})
      await ask(connections, question, each)
      const used = (await order({})) - before
      for (const connection of connections) connection.close()
      return used / all
    },
    stop: async () => {
      child.disconnect()
      await once(child, 'exit')
    },
  }
}

async function ask(connections: readonly HttpConnection[], question: Question, each: number): Promise<void> {
  const request = [requestOf(question)]
  const askOften = async (connection: HttpConnection): Promise<void> => {
    for (let n = 0; n < each; n++) {
      const got = await connection.send(request)
      if (got !== question.status) {
        throw new Error(`An application answered ${got} instead of ${question.status}`)
      }
    }
  }
  await stayAwakeUntil(Promise.all(connections.map(askOften)))
}
