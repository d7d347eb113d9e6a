import { openKoffiDatagram } from './koffi-datagram.ts'
import { hasFunction, optionalPackage, type AnyFunction, type PackageLoader } from './optional-package.ts'
import { systemError } from './system-error.ts'
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

/**
 * Each message gets a socket of its own: an open one would keep the process alive, since version 2 of the package
 * always reads too. It reports by events that come before its calls return.
 */
function openUnixDgram(
  path: string,
  { createSocket }: Readonly<Record<'createSocket', AnyFunction>>,
): UnixDatagram {
  return {
    send: (message) => {
      let failure: Error | undefined
      const socket = createSocket('unix_dgram') as UnixDgramSocket
      socket.on('error', (error) => (failure ??= toSystemError(error)))
      socket.on('congestion', () => (failure ??= new Error('the socket is full')))
      socket.connect(path)
      if (failure === undefined) socket.send(message)
      socket.close()
      if (failure !== undefined) throw failure
    },
    close: () => undefined,
  }
}

/** Its errors have the negative number where Node's have the name. */
function toSystemError(error: Error): Error {
  const errno: unknown = Reflect.get(error, 'errno')
  return typeof errno === 'number' ? systemError(String(Reflect.get(error, 'syscall')), errno) : error
}
