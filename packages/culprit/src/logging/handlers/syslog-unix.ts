import { statSync } from 'node:fs'
import { writeStderr } from '../stderr.ts'
import { openUnixDatagram } from './open-unix-datagram.ts'
import type { PackageLoader } from './optional-package.ts'
import { SyslogLoggerProgram, type LoggerProgram } from './syslog-logger-program.ts'
import { SyslogStream } from './syslog-stream.ts'
import type { SyslogTransport } from './syslog-transport.ts'
import { SyslogUdp } from './syslog-udp.ts'

/** What a `SyslogUnix` needs; `load`, `startProgram` and `announce` are for tests. */
export interface SyslogUnixOptions {
  readonly path: string
  readonly ident: string
  readonly timeoutMs: number
  readonly load?: PackageLoader | undefined
  readonly startProgram?: LoggerProgram | undefined
  readonly announce?: ((text: string) => void) | undefined
}

/**
 * Sends to a unix socket such as `/dev/log`. Node has no datagram sockets of this kind, so the first of these that
 * works is used, and said on stderr once if it is one of the last two:
 *
 * 1. the package koffi or unix-dgram, if the application has installed one,
 * 2. a stream socket, where the socket is one,
 * 3. the program `logger`,
 * 4. UDP to 127.0.0.1, port 514.
 *
 * While there is no socket at the path every message waits.
 */
export class SyslogUnix implements SyslogTransport {
  readonly #options: SyslogUnixOptions
  #transport: SyslogTransport | undefined

  constructor(options: SyslogUnixOptions) {
    this.#options = options
  }

  async send(message: Buffer): Promise<void> {
    if (this.#transport !== undefined) return this.#transport.send(message)
    // Refused here, and not by each way in turn: a daemon that starts later must not find us on the last one.
    statSync(this.#options.path)
    for (const choose of [this.#datagram, this.#stream, this.#program]) {
      const transport = choose.call(this)
      if (transport !== undefined && (await this.#sends(transport, message))) return
    }
    this.#announce('nor is there a program logger; syslog messages go to 127.0.0.1:514 by UDP')
    this.#transport = new SyslogUdp('127.0.0.1', 514)
    await this.#transport.send(message)
  }

  sendSync(message: Buffer): boolean {
    return this.#transport?.sendSync?.(message) ?? false
  }

  close(): void {
    this.#transport?.close()
    this.#transport = undefined
  }

  #datagram(): SyslogTransport | undefined {
    const { path, load } = this.#options
    const socket = openUnixDatagram(path, load)
    if (socket === undefined) return undefined
    return {
      send: async (message) => socket.send(message),
      sendSync: (message) => {
        try {
          socket.send(message)
          return true
        } catch {
          return false
        }
      },
      close: () => socket.close(),
    }
  }

  #stream(): SyslogTransport | undefined {
    const { path, timeoutMs } = this.#options
    return new SyslogStream({ kind: 'plain', connect: { path } }, timeoutMs)
  }

  #program(): SyslogTransport | undefined {
    const { path, ident, startProgram } = this.#options
    return new SyslogLoggerProgram(path, ident, startProgram)
  }

  /** Tries a way; the one that works is kept. Refusals that say "another kind of socket" or "no program" go on. */
  async #sends(transport: SyslogTransport, message: Buffer): Promise<boolean> {
    try {
      await transport.send(message)
    } catch (error) {
      transport.close()
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      if (code === 'EPROTOTYPE' || code === 'ENOENT' || code === 'EPIPE') return false
      throw error
    }
    this.#transport = transport
    if (transport instanceof SyslogLoggerProgram)
      this.#announce('syslog messages go through the program logger')
    return true
  }

  #announce(what: string): void {
    const announce = this.#options.announce ?? writeStderr
    announce(`culprit: neither koffi nor unix-dgram is installed for ${this.#options.path}: ${what}.\n`)
  }
}
