import { connect as connectPlain, type NetConnectOpts, type Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { SyslogTransport } from './syslog-transport.ts'

/** Where a `SyslogStream` connects to. */
export type SyslogStreamTarget =
  | { readonly kind: 'plain'; readonly connect: NetConnectOpts }
  | { readonly kind: 'tls'; readonly connect: ConnectionOptions }

/**
 * Sends messages over one connection of TCP, TLS or a unix stream socket, made at the first message and anew after
 * it broke. While nothing is under way the connection does not keep the process alive. A message counts as sent
 * when the system took it: what was on its way when the receiver died is lost, as with any syslog over TCP.
 */
export class SyslogStream implements SyslogTransport {
  readonly #target: SyslogStreamTarget
  readonly #timeoutMs: number
  #socket: Socket | undefined

  constructor(target: SyslogStreamTarget, timeoutMs: number) {
    this.#target = target
    this.#timeoutMs = timeoutMs
  }

  async send(message: Buffer): Promise<void> {
    const socket = this.#socket ?? (await this.connect())
    socket.ref()
    try {
      await this.#within(socket, (done) => socket.write(message, done))
    } finally {
      socket.unref()
    }
  }

  /** Makes the connection; rejects with the system's error, as ECONNREFUSED, or when it takes too long. */
  async connect(): Promise<Socket> {
    const { kind, connect } = this.#target
    // TLS is loaded here, not at import: it takes longer than all of logging.
    const socket =
      kind === 'tls' ? process.getBuiltinModule('node:tls').connect(connect) : connectPlain(connect)
    socket.on('error', () => undefined)
    // What a receiver says is of no interest, but unread bytes would hide its end of the connection.
    socket.resume()
    await this.#within(socket, (done) =>
      socket.once(kind === 'tls' ? 'secureConnect' : 'connect', () => done()),
    )
    socket.once('close', () => this.#forget(socket))
    socket.once('end', () => this.#forget(socket))
    this.#socket = socket
    return socket
  }

  close(): void {
    this.#socket?.end()
    this.#socket = undefined
  }

  #forget(socket: Socket): void {
    socket.destroy()
    if (this.#socket === socket) this.#socket = undefined
  }

  /** Waits for what `start` begins; an error, an early end and the deadline destroy the connection. */
  async #within(socket: Socket, start: (done: (error?: Error | null) => void) => unknown): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    // 'close' brings a boolean.
    let fail: (reason?: unknown) => void = () => undefined
    try {
      await new Promise<void>((resolve, reject) => {
        fail = (reason) => reject(reason instanceof Error ? reason : new Error('the connection was closed'))
        timer = setTimeout(
          () => fail(new Error(`no connection within ${this.#timeoutMs} ms`)),
          this.#timeoutMs,
        )
        socket.once('error', fail)
        socket.once('close', fail)
        start((error) => (error ? reject(error) : resolve()))
      })
    } catch (error) {
      this.#forget(socket)
      throw error
    } finally {
      clearTimeout(timer)
      socket.off('error', fail)
      socket.off('close', fail)
    }
  }
}
