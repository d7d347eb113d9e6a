import { once } from 'node:events'
import { Worker, type Transferable } from 'node:worker_threads'

export interface ThreadOptions {
  /** File beside this one, as built: `writer-thread.js`. */
  readonly file: string
  readonly start: object
  readonly transfer: readonly Transferable[]
  /** Room for short-lived objects, in MiB; see `start-decoder.ts`. */
  readonly youngMb: number
  /** Told when the thread ends without having been asked to. */
  onCrash(error: Error): void
}

/** A thread of the tracker with typed messages both ways. */
export class Thread<In, Out extends { readonly kind: string }> {
  readonly #worker: Worker
  #closing = false

  constructor({ file, start, transfer, youngMb, onCrash }: ThreadOptions) {
    this.#worker = new Worker(new URL(`./${file}`, import.meta.url), {
      workerData: start,
      transferList: [...transfer],
      name: file.replace('-thread.js', ''),
      resourceLimits: { maxYoungGenerationSizeMb: youngMb },
    })
    let cause: Error | undefined
    this.#worker.on('error', (error: unknown) => {
      cause = error instanceof Error ? error : new Error(String(error))
    })
    this.#worker.on('exit', (code) => {
      if (!this.#closing) onCrash(cause ?? new Error(`${file} ended with code ${code}`))
    })
  }

  send(message: In): void {
    this.#worker.postMessage(message)
  }

  onMessage(listener: (message: Out) => void): void {
    this.#worker.on('message', listener)
  }

  /** Resolves with the first message of a kind. */
  async first<K extends Out['kind']>(kind: K): Promise<Extract<Out, { readonly kind: K }>> {
    const isWanted = (message: Out): message is Extract<Out, { readonly kind: K }> => message.kind === kind
    return new Promise((resolve) => {
      const listener = (message: Out): void => {
        if (!isWanted(message)) return
        this.#worker.off('message', listener)
        resolve(message)
      }
      this.#worker.on('message', listener)
    })
  }

  /** Asks the thread to end by a message of its own and resolves when it has. */
  async close(message: In): Promise<void> {
    this.#closing = true
    const ended = once(this.#worker, 'exit')
    this.send(message)
    await ended
  }
}
