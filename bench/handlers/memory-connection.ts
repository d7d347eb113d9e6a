import type { Server } from 'node:http'
import { Duplex } from 'node:stream'
import { connectionCount, type Question, requestOf } from './question.ts'

/** The end of a connection that a server of `node:http` holds; what it writes is an answer in one piece. */
class MemorySocket extends Duplex {
  readonly remoteAddress = '127.0.0.1'
  #onAnswer: (status: number) => void = () => {}

  /** Sends a request and resolves with the status of its answer. */
  ask(request: Buffer): Promise<number> {
    const answer = new Promise<number>((resolve) => (this.#onAnswer = resolve))
    this.push(request)
    return answer
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    done()
    const start = chunk.toString('latin1', 0, 12)
    if (start.startsWith('HTTP/1.1 ')) this.#onAnswer(Number(start.slice(9)))
  }

  override _writev(chunks: { readonly chunk: Buffer }[], done: () => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), '', done)
  }

  /** What servers ask of sockets besides. */
  setTimeout(): this {
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }
}

/**
 * Connections to a server of this process, without a kernel in between: steadier, and with less that all variants share.
 * They stay open, since opening one costs as much as some requests.
 */
export class MemoryConnections {
  readonly #sockets: readonly MemorySocket[]

  constructor(server: Server) {
    this.#sockets = Array.from({ length: connectionCount }, () => new MemorySocket())
    for (const socket of this.#sockets) server.emit('connection', socket)
  }

  /** Asks one question again and again. @throws {Error} at the first other status. */
  async ask(question: Question, count: number): Promise<void> {
    const request = requestOf(question)
    const each = Math.ceil(count / connectionCount)
    await Promise.all(
      this.#sockets.map(async (socket) => {
        for (let n = 0; n < each; n++) {
          const status = await socket.ask(request)
          if (status !== question.status) throw new Error(`An application answered ${status}`)
          // A turn of its own for each request, as it has when it comes from outside.
          await new Promise((resolve) => setImmediate(resolve))
        }
      }),
    )
  }
}
