import type { SharedHandle } from '../shared-handle.ts'
import type { ApplicationProcess } from './application-process.ts'

/** More ports than this are not kept; an application has a handful. */
const most = 16

/** More idle connections than this are not carried over a reload. */
const mostConnections = 1000

/**
 * The listening sockets of the application, open for as long as the development server runs. It never accepts a
 * connection itself: those that come while no program runs wait in the queue of the operating system.
 */
export class PortKeeper {
  readonly #handles = new Map<string, SharedHandle>()
  readonly #connections = new Map<string, SharedHandle[]>()

  keep(key: string, handle: SharedHandle): void {
    const full = this.#handles.size >= most && !this.#handles.has(key)
    if (full) return handle.close()
    this.#handles.get(key)?.close()
    this.#handles.set(key, handle)
  }

  /** Hands a copy of one socket, or of each, to the application. */
  share(application: ApplicationProcess, only?: string): void {
    for (const [key, handle] of this.#handles) {
      if (only === undefined || only === key) application.send({ type: 'port', key }, handle)
    }
  }

  /** Keeps a connection until a program listens on its port. */
  hold(key: string, connection: SharedHandle): void {
    const waiting = this.#connections.get(key) ?? []
    if (waiting.length >= mostConnections) return connection.close()
    waiting.push(connection)
    this.#connections.set(key, waiting)
  }

  /** Hands the connections of a port to the application that listens on it. */
  release(application: ApplicationProcess, key: string): void {
    for (const connection of this.#connections.get(key) ?? []) {
      application.send({ type: 'connection', key }, connection, () => connection.close())
    }
    this.#connections.delete(key)
  }

  close(): void {
    for (const connection of [...this.#connections.values()].flat()) connection.close()
    this.#connections.clear()
    for (const handle of this.#handles.values()) handle.close()
    this.#handles.clear()
  }
}
