import { Server } from 'node:net'
import { listenRequest } from '../../development/child/listen-request.ts'

/**
 * Has every TCP server of this process listen on a free port of loopback, so that the application that runs in earnest is
 * not in the way, and nobody is served by this one.
 */
export function listenElsewhere(onListening: () => void): void {
  const listen = Server.prototype.listen
  Server.prototype.listen = function elsewhere(this: Server, ...args: unknown[]): Server {
    const request = listenRequest(args)
    this.once('listening', onListening)
    if (request === undefined) return Reflect.apply(listen, this, args)
    const { listener } = request
    return Reflect.apply(listen, this, [
      { host: '127.0.0.1', port: 0 },
      ...(listener === undefined ? [] : [listener]),
    ])
  } as Server['listen']
}
