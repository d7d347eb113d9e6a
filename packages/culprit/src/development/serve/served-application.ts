import { createServer, type RequestListener, Server } from 'node:http'
import { type FetchHandler, fetchListener } from './fetch-listener.ts'

/** Where to listen. */
export interface Address {
  readonly host: string
  readonly port: number
}

/** Starts listening, and resolves with the server once it does. */
export type Listen = (address: Address) => Promise<Server>

/**
 * Returns how an application listens: a Fastify or Nest application by its own `listen`, a Koa, Hono or Express
 * application, a listener of `node:http` or a web-standard handler behind a server of `node:http`. A function with fewer
 * than two parameters is a web-standard handler.
 *
 * @throws {TypeError} when it is none of these
 */
export function toListen(app: unknown): Listen {
  if (app instanceof Server) return (address) => listen(app, address)
  if (isNest(app))
    return async ({ host, port }) => {
      await app.listen(port, host)
      return app.getHttpServer()
    }
  if (isFastify(app))
    return async (address) => {
      await app.listen(address)
      return app.server
    }
  if (isKoa(app)) return (address) => listen(createServer(app.callback()), address)
  if (isFetching(app))
    return (address) =>
      listen(createServer(fetchListener((request, env) => app.fetch(request, env))), address)
  if (typeof app === 'function') return (address) => listen(createServer(listenerOf(app)), address)
  throw new TypeError(
    'run() takes an application of Express, Fastify, Hono, Koa or Nest, a server or a listener of node:http, or a web-standard handler',
  )
}

/** Rejects with what keeps the server from listening. */
function listen(server: Server, address: Address): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(address, () => {
      server.off('error', reject)
      resolve(server)
    })
  })
}

function listenerOf(app: object): RequestListener {
  // Told apart by what they take, which is all that is known of a function.
  const length: unknown = Reflect.get(app, 'length')
  return length === 0 || length === 1 ? fetchListener(app as FetchHandler) : (app as RequestListener)
}

interface FastifyApplication {
  readonly listen: (address: Address) => Promise<unknown>
  readonly server: Server
}

function isFastify(app: unknown): app is FastifyApplication {
  return has(app, 'inject', 'listen') && Reflect.get(app, 'server') instanceof Server
}

interface NestApplication {
  readonly listen: (port: number, host: string) => Promise<unknown>
  readonly getHttpServer: () => Server
}

function isNest(app: unknown): app is NestApplication {
  return has(app, 'getHttpServer', 'listen')
}

function isKoa(app: unknown): app is { readonly callback: () => RequestListener } {
  return has(app, 'callback', 'listen')
}

function isFetching(app: unknown): app is { readonly fetch: FetchHandler } {
  return has(app, 'fetch')
}

function has(app: unknown, ...names: readonly string[]): app is object {
  const isOne = (typeof app === 'object' && app !== null) || typeof app === 'function'
  return isOne && names.every((name) => typeof Reflect.get(app, name) === 'function')
}
