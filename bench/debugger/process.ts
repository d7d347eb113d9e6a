import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** An application of `server.ts` as a process. */
export class ServerProcess {
  readonly port: number
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, port: number) {
    this.#child = child
    this.port = port
  }

  static async start(variant: 'bare' | 'culprit' | 'debug'): Promise<ServerProcess> {
    const child = fork(fileURLToPath(new URL('server.ts', import.meta.url)), [variant], {
      execArgv: ['--expose-gc'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const [port] = (await once(child, 'message')) as [number]
    return new ServerProcess(child, port)
  }

  /** Milliseconds from throw to page sent, of all failures since it was asked last. */
  timings(): Promise<readonly number[]> {
    return this.#ask('timings') as Promise<readonly number[]>
  }

  /** Bytes in use after garbage collection. */
  heap(): Promise<number> {
    return this.#ask('heap') as Promise<number>
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit')
    this.#child.kill()
    await ended
  }

  async #ask(question: string): Promise<unknown> {
    const answer = once(this.#child, 'message')
    this.#child.send(question)
    return ((await answer) as [unknown])[0]
  }
}
