import type { Worker } from 'node:worker_threads'
import { loopState } from './loop-state.ts'
import { synchronousLimitMs } from './within-time.ts'

/** What asynchronous code is ended with when it no longer lets go of the thread. */
class LoopStoppedError extends Error {
  override readonly name = 'TimeoutError'

  constructor() {
    super(`Stopped: it ran for ${synchronousLimitMs / 1000} seconds without a pause.`)
  }
}

const beatMs = 200

/**
 * In Node 22 `AsyncLocalStorage` keeps a stack beside that of the promises, and ending one of them aborts the process. There
 * such a loop goes on: a process that hangs can at least be looked at.
 */
export const canEndLoops: boolean = Number(process.versions.node.split('.', 1)[0]) >= 24

/**
 * Ends what blocks this thread while asynchronous code of a console runs: a loop behind an `await` is out of reach of a
 * script's time limit. A thread beside this one looks for a sign of life five times a second, and after five seconds
 * without one it has the engine end what runs; the process survives. It is started with the first such code,
 * from Node 24 on.
 */
export class LoopWatch {
  readonly #state = new Int32Array(new SharedArrayBuffer(loopState.length * Int32Array.BYTES_PER_ELEMENT))
  readonly #stops = new Set<() => void>()
  #worker: Worker | undefined
  #timer: NodeJS.Timeout | undefined
  #stopped = 0

  /** Returns what a promise becomes; rejects when the code behind it had to be ended. */
  async watch<Value>(running: PromiseLike<Value>): Promise<Value> {
    if (!canEndLoops) return running
    const { promise, reject } = Promise.withResolvers<never>()
    const stop = (): void => reject(new LoopStoppedError())
    this.#stops.add(stop)
    this.#begin()
    try {
      return await Promise.race([running, promise])
    } finally {
      this.#stops.delete(stop)
      if (this.#stops.size === 0) this.#end()
    }
  }

  #begin(): void {
    if (this.#timer !== undefined) return
    if (this.#worker === undefined) this.#worker = startWorker(this.#state)
    this.#timer = setInterval(() => this.#beat(), beatMs).unref()
    Atomics.store(this.#state, loopState.isActive, 1)
    Atomics.notify(this.#state, loopState.isActive)
  }

  #end(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    Atomics.store(this.#state, loopState.isActive, 0)
  }

  /** Whatever was ended never settles, and which of several it was nobody knows. */
  #beat(): void {
    Atomics.add(this.#state, loopState.beats, 1)
    const stopped = Atomics.load(this.#state, loopState.stopped)
    if (stopped === this.#stopped) return
    this.#stopped = stopped
    for (const stop of this.#stops) stop()
  }
}

function startWorker(state: Int32Array): Worker {
  const { Worker: Thread } = process.getBuiltinModule('node:worker_threads')
  const url = new URL(
    `./loop-watch-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
    import.meta.url,
  )
  const worker = new Thread(url, { workerData: state, execArgv: [], env: {} })
  // Without it, such code goes on, as it does everywhere else.
  worker.on('error', () => {})
  worker.unref()
  return worker
}
