import { systemError } from './system-error.ts'
import type { UnixDatagram } from './unix-datagram.ts'

/** The functions of libc that a datagram socket needs, as koffi makes them callable. */
interface SocketCalls {
  readonly socket: (family: number, type: number, protocol: number) => number
  readonly connect: (fd: number, address: Buffer, length: number) => number
  readonly send: (fd: number, message: Buffer, length: number, flags: number) => number
  readonly close: (fd: number) => number
  readonly errno: () => number
}

/** The package koffi, as far as it is known to be there. */
export interface KoffiPackage {
  readonly load: (...values: readonly unknown[]) => unknown
}

const unixFamily = 1
const datagramType = 2
const isDarwin = process.platform === 'darwin'
/** Neither wait for room nor die of SIGPIPE. */
const sendFlags = isDarwin ? 0x80 : 0x40 | 0x4000

/**
 * Returns a datagram socket of the file system that calls libc through koffi. It connects at the first message,
 * and once again when the receiver was restarted since the last one.
 */
export function openKoffiDatagram(path: string, koffi: KoffiPackage): UnixDatagram {
  const calls = socketCalls(koffi)
  const address = socketAddress(path)
  let descriptor = -1
  const close = (): void => {
    if (descriptor >= 0) calls.close(descriptor)
    descriptor = -1
  }
  const connect = (): void => {
    descriptor = calls.socket(unixFamily, datagramType, 0)
    if (descriptor >= 0 && calls.connect(descriptor, address, address.length) >= 0) return
    const failure = systemError('connect', calls.errno())
    close()
    throw failure
  }
  const trySend = (message: Buffer): boolean =>
    calls.send(descriptor, message, message.length, sendFlags) >= 0
  return {
    send: (message) => {
      const wasConnected = descriptor >= 0
      if (!wasConnected) connect()
      if (trySend(message)) return
      const failure = systemError('send', calls.errno())
      close()
      if (!wasConnected || failure.code === 'EAGAIN') throw failure
      connect()
      if (!trySend(message)) throw systemError('send', calls.errno())
    },
    close,
  }
}

/** koffi's functions are typed by the declarations given to them. */
function socketCalls(koffi: KoffiPackage): SocketCalls {
  const library = koffi.load(null) as { func: (declaration: string) => unknown }
  return {
    socket: library.func('int socket(int family, int type, int protocol)') as SocketCalls['socket'],
    connect: library.func(
      'int connect(int fd, const uint8_t *address, uint32_t length)',
    ) as SocketCalls['connect'],
    send: library.func(
      'intptr_t send(int fd, const uint8_t *message, size_t length, int flags)',
    ) as SocketCalls['send'],
    close: library.func('int close(int fd)') as SocketCalls['close'],
    errno: Reflect.get(koffi, 'errno') as SocketCalls['errno'],
  }
}

/** Returns a `sockaddr_un`: two bytes of family (on macOS length and family), the path, a NUL. */
function socketAddress(path: string): Buffer {
  const name = Buffer.from(`${path}\0`)
  const head = isDarwin ? Buffer.from([name.length + 2, unixFamily]) : Buffer.from([unixFamily, 0])
  return Buffer.concat([head, name])
}
