import type { SharedHandle } from '../shared-handle.ts'
import type { ApplicationProcess } from './application-process.ts'

/** More ports than this are not kept; an application has a handful. */
const most = 16

/** More idle connections than this are not carried over a reload. */
const mostConnections = 1000

/** A program has this long, from its first server on, to listen on all its ports; the others are given up. */
const claimMs = 2000

interface KeptPort {
  handle: SharedHandle
  /** Those that wait for a program to listen. */
  readonly connections: SharedHandle[]
  isClaimed: boolean
}

/**
 * The listening sockets of the application, open for as long as the development server runs. It never accepts a
 * connection itself: those that come while no program runs wait in the queue of the operating system.
 */
export class PortKeeper {
  readonly #ports = new Map<string, KeptPort>()
  /** Connections on their way to a program; one that ends meanwhile does not get them. */
  readonly #sending = new Map<number, { readonly key: string; readonly connection: SharedHandle }>()
  #lastId = 0
  #giveUp: NodeJS.Timeout | undefined

  /** Keeps a socket by which the application listens. */
  keep(key: string, handle: SharedHandle): void {
    const known = this.#ports.get(key)
    if (known === undefined && this.#ports.size >= most) return handle.close()
    known?.handle.close()
    this.#ports.set(key, { connections: [], ...known, handle, isClaimed: true })
  }

  /** Hands the application that begins a copy of each socket. */
  begin(application: ApplicationProcess): void {
    clearTimeout(this.#giveUp)
    this.#giveUp = undefined
    for (const { key, connection } of this.#sending.values()) this.hold(key, connection)
    this.#sending.clear()
    for (const [key, port] of this.#ports) {
      port.isClaimed = false
      this.share(application, key)
    }
  }

  share(application: ApplicationProcess, key: string): void {
    const port = this.#ports.get(key)
    if (port !== undefined) application.send({ type: 'port', key }, port.handle)
  }

  /** Keeps a connection until a program listens on its port. */
  hold(key: string, connection: SharedHandle): void {
    const port = this.#ports.get(key)
    if (port === undefined || port.connections.length >= mostConnections) return connection.close()
    port.connections.push(connection)
  }

  /** Hands the connections of a port to the application that listens on it. Ports that it does not take are given up. */
  claim(application: ApplicationProcess, key: string): void {
    const port = this.#ports.get(key)
    this.#giveUp ??= setTimeout(() => this.#forgetUnclaimed(application), claimMs).unref()
    if (port === undefined) return
    port.isClaimed = true
    for (const connection of port.connections.splice(0)) this.#send(application, key, connection)
  }

  /** The program has a connection: ours is closed, which ends nothing. */
  taken(id: number): void {
    this.#sending.get(id)?.connection.close()
    this.#sending.delete(id)
  }

  #send(application: ApplicationProcess, key: string, connection: SharedHandle): void {
    const id = (this.#lastId += 1)
    this.#sending.set(id, { key, connection })
    application.send({ type: 'connection', key, id }, connection)
  }

  get isEmpty(): boolean {
    return this.#ports.size === 0
  }

  close(): void {
    clearTimeout(this.#giveUp)
    for (const key of this.#ports.keys()) this.#forget(key)
  }

  /** The program has moved to another port: who asks for the old one is to be refused, not to wait. */
  #forgetUnclaimed(application: ApplicationProcess): void {
    for (const [key, { isClaimed }] of this.#ports) {
      if (isClaimed) continue
      application.send({ type: 'forget', key })
      this.#forget(key)
    }
  }

  #forget(key: string): void {
    const port = this.#ports.get(key)
    this.#ports.delete(key)
    port?.handle.close()
    for (const connection of port?.connections ?? []) connection.close()
  }
}
