import { openKoffiDatagram } from './koffi-datagram.ts'
import { hasFunction, optionalPackage, type AnyFunction, type PackageLoader } from './optional-package.ts'
import type { UnixDatagram } from './unix-datagram.ts'

/**
 * Returns a way to send datagrams to the unix socket at `path`, which Node has none for: by the package koffi or
 * unix-dgram, whichever the application has installed; undefined without them. The socket need not exist yet.
 */
export function openUnixDatagram(path: string, load?: PackageLoader): UnixDatagram | undefined {
  const koffi = optionalPackage('koffi', load)
  if (hasFunction(koffi, 'load')) return openKoffiDatagram(path, koffi)
  const unixDgram = optionalPackage('unix-dgram', load)
  return hasFunction(unixDgram, 'createSocket') ? openUnixDgram(path, unixDgram) : undefined
}

/** The socket of the package unix-dgram, as far as it is used. */
interface UnixDgramSocket {
  on(event: string, listener: (error: Error) => void): unknown
  connect(path: string): void
  send(message: Buffer): void
  close(): void
}

function openUnixDgram(path: string, { createSocket }: Readonly<Record<'createSocket', AnyFunction>>): UnixDatagram {
  let socket: UnixDgramSocket | undefined
  let failure: Error | undefined
  const close = (): void => {
    const open = socket
    socket = undefined
    open?.close()
  }
  return {
    send: (message) => {
      failure = undefined
      if (socket === undefined) {
        // Version 2 of the package; it reports by events, most of them before the call returns.
        socket = createSocket('unix_dgram') as UnixDgramSocket
        socket.on('error', (error) => (failure = error))
        socket.on('congestion', () => (failure = new Error('the socket is full')))
        socket.connect(path)
      }
      if (failure === undefined) socket.send(message)
      if (failure === undefined) return
      close()
      throw failure
    },
    close,
  }
}
