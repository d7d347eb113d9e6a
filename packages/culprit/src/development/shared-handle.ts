import type { SendHandle } from 'node:child_process'
import type { Server, Socket } from 'node:net'

/**
 * The socket beneath a server or a connection. `node:cluster` sends these between processes; Node documents sending
 * servers, too, but what is received then accepts connections at once, and nobody would answer those.
 */
export interface SharedHandle {
  readonly close: (closed?: () => void) => void
  readonly readStop?: () => void
  /** Called with each accepted connection of a server. */
  readonly onconnection?: (status: number, client: SharedHandle) => void
}

/** Returns the socket of a server or a connection, if it is open. */
export function handleOf(owner: Server | Socket): SharedHandle | undefined {
  const { _handle } = owner as { readonly _handle?: SharedHandle | null }
  return _handle ?? undefined
}

/** Returns what the functions of Node that send and listen take. */
export function asSendHandle(handle: SharedHandle | undefined): SendHandle | undefined {
  return handle as SendHandle | undefined
}
