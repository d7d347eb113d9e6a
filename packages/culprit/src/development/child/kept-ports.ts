import { errorMonitor } from 'node:events'
import { Server } from 'node:net'
import { asSendHandle, handleOf, type SharedHandle } from '../shared-handle.ts'
import { type ListenRequest, listenRequest } from './listen-request.ts'
import type { ParentLink } from './parent-link.ts'

/** A server of the program that listens on a port that outlives it. */
export interface KeptServer {
  readonly server: Server
  readonly key: string
}

type Listen = Server['listen']

/**
 * Makes every TCP server of this process listen by the socket that the development server keeps for its port, and gives
 * it the sockets that it does not have yet. So the port stays open while the program is reloaded: who connects then
 * waits in the queue of the operating system. It works below all frameworks, since they all end in `server.listen`.
 */
export class KeptPorts {
  readonly #link: ParentLink
  readonly #handles = new Map<string, SharedHandle>()
  readonly #servers = new Map<Server, string>()
  /** Any-port requests are told apart by their order. */
  #anyPorts = 0
  #onListening: () => void = () => undefined

  constructor(link: ParentLink) {
    this.#link = link
  }

  /** Adds a socket that the development server keeps. */
  add(key: string, handle: SharedHandle): void {
    this.#handles.get(key)?.close()
    this.#handles.set(key, handle)
  }

  /** Closes a socket that nobody has listened by. */
  forget(key: string): void {
    this.#handles.get(key)?.close()
    this.#handles.delete(key)
  }

  /** The ports that are kept and not used in this process. */
  get free(): readonly string[] {
    return [...this.#handles.keys()]
  }

  get servers(): readonly KeptServer[] {
    return [...this.#servers].map(([server, key]) => ({ server, key }))
  }

  /** Replaces `server.listen`, and calls back when the first server listens. */
  install(onListening: () => void): void {
    this.#onListening = onListening
    const listen = Server.prototype.listen
    const listenFor = (server: Server, args: unknown[]): Server => {
      const request = listenRequest(args)
      if (request === undefined) return Reflect.apply(listen, server, args)
      return this.#listen(server, request, (own) => Reflect.apply(listen, server, own ?? args))
    }
    Server.prototype.listen = function replaced(this: Server, ...args: unknown[]): Server {
      return listenFor(this, args)
    } as Listen
  }

  /** Gives a connection that an earlier program had to the server that has its port now. */
  connect(key: string, connection: SharedHandle): void {
    const kept = this.servers.find((server) => server.key === key)
    const listening = kept && handleOf(kept.server)
    if (listening?.onconnection === undefined) connection.close()
    else listening.onconnection(0, connection)
  }

  /** Listens by a kept socket, whatever `server.listen` is now. */
  listenOn(key: string, server: Server): void {
    const handle = this.#take(key)
    if (handle === undefined) return
    this.#watch(server, key)
    server.listen(asSendHandle(handle))
  }

  #listen(server: Server, request: ListenRequest, listen: (args?: unknown[]) => Server): Server {
    const key = this.#keyOf(request)
    this.#watch(server, key, request)
    const handle = server.listening ? undefined : this.#take(key)
    if (handle === undefined) {
      server.once('listening', () => this.#donate(server, key))
      return listen()
    }
    const { backlog, listener, signal } = request
    signal?.addEventListener('abort', () => void server.close(), { once: true })
    return listen([handle, backlog, listener].filter((value) => value !== undefined))
  }

  #keyOf({ port, host }: ListenRequest): string {
    if (port !== 0) return `${host}:${port}`
    this.#anyPorts += 1
    return `${host}:0 #${this.#anyPorts}`
  }

  #take(key: string): SharedHandle | undefined {
    const handle = this.#handles.get(key)
    if (handle === undefined) return undefined
    this.#handles.delete(key)
    this.#link.send({ type: 'want', key })
    return handle
  }

  #donate(server: Server, key: string): void {
    const handle = handleOf(server)
    if (handle !== undefined) this.#link.send({ type: 'port', key }, handle)
  }

  #watch(server: Server, key: string, request?: ListenRequest): void {
    const refused = ({ code = '' }: NodeJS.ErrnoException): void => {
      if (request !== undefined)
        this.#link.send({ type: 'refused', code, host: request.host, port: request.port })
    }
    // Only looks on: with a listener for 'error' a failure that nobody handles would go unnoticed.
    server.once(errorMonitor, refused)
    server.prependOnceListener('listening', () => {
      server.off(errorMonitor, refused)
      this.#servers.set(server, key)
      const address = server.address()
      // A server of TLS is known by what only it can do; importing its class would load TLS into every program.
      const isTls = 'setSecureContext' in server
      if (typeof address === 'object' && address !== null)
        this.#link.send({ type: 'listening', key, host: address.address, port: address.port, isTls })
      this.#onListening()
    })
    server.once('close', () => this.#servers.delete(server))
  }
}
