import { createSocket, type Socket } from 'node:dgram'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { SyslogTransport } from './syslog-transport.ts'

interface Place {
  readonly address: string
  readonly family: number
}

const lookUpAgainMs = 60_000

/**
 * Sends each message as one UDP datagram. UDP does not tell whether anybody listens. Sending to an address is
 * handed to the system before `send` returns; a host name is looked up first, once a minute at most, and
 * `localhost` is 127.0.0.1, where syslog daemons listen.
 */
export class SyslogUdp implements SyslogTransport {
  readonly #host: string
  readonly #port: number
  #place: Place | undefined
  #placeUntil = Infinity
  #socket: Socket | undefined
  #socketFamily = 0

  constructor(host: string, port: number) {
    this.#host = host === 'localhost' ? '127.0.0.1' : host
    this.#port = port
    const family = isIP(this.#host)
    if (family !== 0) this.#place = { address: this.#host, family }
  }

  async send(message: Buffer): Promise<void> {
    // Not awaited unless needed: an application that exits right after its line must have sent it.
    const place = this.#known() ?? (await this.#lookUp())
    await new Promise<void>((resolve, reject) => {
      this.#socketFor(place).send(message, this.#port, place.address, (error) => {
        if (error) reject(error)
        else resolve()
      })
    })
  }

  sendSync(message: Buffer): boolean {
    const place = this.#place
    if (place === undefined) return false
    this.#socketFor(place).send(message, this.#port, place.address, () => undefined)
    return true
  }

  close(): void {
    this.#socket?.close()
    this.#socket = undefined
  }

  #known(): Place | undefined {
    return Date.now() < this.#placeUntil ? this.#place : undefined
  }

  async #lookUp(): Promise<Place> {
    this.#place = await lookup(this.#host)
    this.#placeUntil = Date.now() + lookUpAgainMs
    return this.#place
  }

  #socketFor(place: Place): Socket {
    if (this.#socket !== undefined && this.#socketFamily === place.family) return this.#socket
    this.close()
    const socket = createSocket({
      type: place.family === 6 ? 'udp6' : 'udp4',
      // All addresses are numbers here; answering at once is what makes sending synchronous.
      lookup: (address, _options, answer) => answer(null, address, place.family),
    })
    socket.on('error', () => undefined)
    socket.bind({ port: 0, exclusive: true })
    socket.unref()
    this.#socket = socket
    this.#socketFamily = place.family
    return socket
  }
}
