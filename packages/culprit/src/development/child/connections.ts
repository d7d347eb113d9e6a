import { subscribe } from 'node:diagnostics_channel'
import { type IncomingMessage, Server as HttpServer, type ServerResponse } from 'node:http'
import type { Server, Socket } from 'node:net'

/** One connection to a server of the program, and what runs on it. */
export interface Connection {
  readonly socket: Socket
  readonly server: Server
  /** The requests that have begun and are not answered. */
  readonly responses: Set<ServerResponse>
  /** How many bytes had been read when the last request was done: more means that another is on its way. */
  bytesDone: number
}

/**
 * The open connections of all servers of this process, followed through the channels that Node publishes for that, so
 * that nothing is added to the program's servers.
 *
 * @see https://nodejs.org/api/diagnostics_channel.html#http
 */
export class Connections {
  readonly #all = new Map<Socket, Connection>()
  #onIdle: (connection: Connection) => void = () => undefined

  constructor() {
    subscribe('net.server.socket', (message) => this.#open((message as { socket: ServedSocket }).socket))
    subscribe('http.server.request.start', (message) => this.#begin(message as RequestStart))
  }

  of(server: Server): readonly Connection[] {
    return [...this.#all.values()].filter((connection) => connection.server === server)
  }

  /** From now on, tells of each connection whose last request is done. */
  onIdle(listener: (connection: Connection) => void): void {
    this.#onIdle = listener
  }

  #open(socket: ServedSocket): void {
    const { server } = socket
    if (!(server instanceof HttpServer)) return
    this.#all.set(socket, { socket, server, responses: new Set(), bytesDone: 0 })
    socket.once('close', () => this.#all.delete(socket))
  }

  #begin({ socket, request, response }: RequestStart): void {
    const connection = this.#all.get(socket)
    if (connection === undefined) return
    connection.responses.add(response)
    response.once('close', () => {
      connection.responses.delete(response)
      // The rest of a body that nobody has read comes before the next request.
      if (!request.complete) return
      connection.bytesDone = socket.bytesRead
      if (connection.responses.size === 0) setImmediate(() => this.#onIdle(connection))
    })
  }
}

type ServedSocket = Socket & { readonly server?: Server }

interface RequestStart {
  readonly socket: Socket
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

/** Whether nothing has been read from it that was not answered: whoever has its socket can go on. */
export function isIdle({ socket, responses, bytesDone }: Connection): boolean {
  return responses.size === 0 && !socket.destroyed && socket.bytesRead === bytesDone
}

/** Whether a request is being answered. Streams of events do not count: they never end, and their clients come again. */
export function isBusy({ responses }: Connection): boolean {
  return [...responses].some(
    (response) => !String(response.getHeader('content-type')).startsWith('text/event-stream'),
  )
}
