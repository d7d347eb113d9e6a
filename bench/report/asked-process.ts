import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A child process that said its port, and answers whenever it is asked. */
export interface AskedProcess<Answer> {
  readonly port: number
  ask(): Promise<Answer>
  stop(): Promise<void>
}

/** What to run. */
export interface ProgramOptions {
  /** A file of this folder. */
  readonly program: string
  readonly args?: readonly string[] | undefined
  readonly execArgv?: readonly string[] | undefined
}

/** Starts a program of this folder; what it writes goes nowhere, unless it does not start. */
export async function startProcess<Answer>(options: ProgramOptions): Promise<AskedProcess<Answer>> {
  const { program, args = [], execArgv = [] } = options
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), args, {
    execArgv: [...execArgv],
    // Written to a file that keeps nothing: a pipe would cost whoever reads it, and the writer with it.
    stdio: ['ignore', 'ignore', process.env['BENCH_STDERR'] === undefined ? 'ignore' : 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  const ended = endOf(child)
  const answer = async <T>(): Promise<T> => {
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [T]
    return message
  }
  const { port } = await answer<{ readonly port: number }>()
  return {
    port,
    ask: () => {
      const answered = answer<Answer>()
      child.send('tell')
      return answered
    },
    stop: async () => {
      child.disconnect()
      await ended.catch(() => undefined)
    },
  }
}

async function endOf(child: ReturnType<typeof fork>): Promise<never> {
  const [code] = (await once(child, 'exit')) as [number | null]
  throw new Error(`A process of the benchmark ended early (${code}); BENCH_STDERR=1 shows what it wrote`)
}
