import type { Server } from 'node:http'
import { isIP } from 'node:net'
import type { Config } from '../config/config.ts'

/** How many ports after the default one are tried. */
const portsTried = 20

class ListenError extends Error {}
Object.defineProperty(ListenError.prototype, 'name', { value: 'ListenError' })

/**
 * Listens on the configured port; the default one, when taken, moves to the next free one. Returns the port.
 *
 * @throws {ListenError} when the address cannot be had, with what to do
 */
export async function listen(
  server: Server,
  config: Pick<Config, 'host' | 'port' | 'portGiven'>,
): Promise<number> {
  const last = config.portGiven ? config.port : config.port + portsTried
  for (let port = config.port; port <= last; port += 1) {
    const error = await tryListen(server, port, config.host)
    if (!error) return boundPort(server, port)
    if (error.code !== 'EADDRINUSE')
      throw new ListenError(
        `Cannot listen on ${config.host}:${port}: ${error.message}. Give another --host or --port.`,
      )
  }
  const tried = last === config.port ? `Port ${last} is taken` : `Ports ${config.port} to ${last} are taken`
  throw new ListenError(`${tried}. Give another one with --port, or --port 0 for any free one.`)
}

function tryListen(server: Server, port: number, host: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off('listening', onListening)
      resolve(error)
    }
    const onListening = (): void => {
      server.off('error', onError)
      resolve(undefined)
    }
    server.once('error', onError)
    server.once('listening', onListening)
    server.listen({ port, host, backlog: 1024 })
  })
}

function boundPort(server: Server, asked: number): number {
  const address = server.address()
  return address && typeof address === 'object' ? address.port : asked
}

/** True when only this machine can reach the address. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** Returns the URL under which the tracker is reached when no base URL is given: a name where it would work. */
export function defaultBaseUrl(host: string, port: number): string {
  if (host === '0.0.0.0' || host === '::') return `http://localhost:${port}`
  return `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`
}
