import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { RequestData } from '../handlers/request-data.ts'
import type { RequestFacts } from '../handlers/request-facts.ts'
import type { RequestOrigin } from '../handlers/request-origin.ts'
import { parsedRequestData } from './parsed-request-data.ts'
import { watchedBody } from './watched-body.ts'

/** A request and its response, as `node:http` and every framework on top of it hand them to a listener. */
export interface NodeExchange {
  /** `originalUrl` is the path before a mounted router cut its prefix off (Express, connect, middie). */
  readonly req: IncomingMessage & { readonly originalUrl?: string | undefined }
  readonly res: ServerResponse
}

/** Returns where a request of `node:http` comes from. Called for every request, so it only reads. */
export function nodeRequestOrigin(
  req: NodeExchange['req'],
  watchBody?: RequestOrigin['watchBody'],
): RequestOrigin {
  const { method = 'GET', url = '/', originalUrl = url } = req
  return { method, url: originalUrl, remoteAddress: req.socket.remoteAddress ?? null, source: req, watchBody }
}

/** What a framework knows better of a request than `node:http`. */
export interface FrameworkRequest {
  /** The framework's own request, which has the parsed body, the route and the user. @default that of `node:http` */
  readonly parsed?: object | undefined
  /** The target as it was asked for. @default `originalUrl`, else `url` of the request */
  readonly target?: string | undefined
  /** @default what the connection tells */
  readonly disconnected?: boolean | undefined
}

/**
 * What dispatch has to know of a request of `node:http`; made once an error was thrown, never before. A class with
 * getters, since the handler of an error seldom needs more than the error: `req.headers`, for one, is not parsed before
 * somebody asks.
 */
export class NodeRequestFacts implements RequestFacts {
  readonly disconnected: boolean
  readonly mount: string
  readonly source: NodeExchange['req']
  readonly #target: string
  readonly #parsed: object

  constructor(exchange: NodeExchange, known: FrameworkRequest = {}) {
    const { req } = exchange
    this.source = req
    this.disconnected = known.disconnected ?? isDisconnected(exchange)
    // Kept now, since routers change it on the way.
    this.#target = known.target ?? req.originalUrl ?? req.url ?? '/'
    this.#parsed = known.parsed ?? req
    this.mount = mountOf(this.#parsed)
  }

  get method(): string {
    return (this.source.method ?? 'GET').toUpperCase()
  }

  get path(): string {
    return pathOf(this.#target)
  }

  get accept(): string | undefined {
    return this.source.headers.accept
  }

  get acceptLanguage(): string | undefined {
    return this.source.headers['accept-language']
  }

  get userAgent(): string | undefined {
    return this.source.headers['user-agent']
  }

  get data(): () => RequestData {
    return () => nodeRequestData(this.source, this.#parsed)
  }
}

/** Express and connect keep the prefix that they cut off. */
function mountOf(parsed: object): string {
  const base: unknown = 'baseUrl' in parsed ? parsed.baseUrl : ''
  return typeof base === 'string' ? base : ''
}

/** Returns what a report tells of a request of `node:http`. */
function nodeRequestData(req: NodeExchange['req'], parsed: object): RequestData {
  const { method = 'GET', headers, url = '/', originalUrl = url, socket } = req
  const scheme = 'encrypted' in socket && socket.encrypted === true ? 'https' : 'http'
  const host = headers.host ?? headers[':authority']
  const { body = watchedBody(req, headers), route, user } = parsedRequestData(parsed)
  const isWhole = !originalUrl.startsWith('/') || typeof host !== 'string'
  return {
    method: method.toUpperCase(),
    url: isWhole ? originalUrl : `${scheme}://${host}${originalUrl}`,
    headers: 'httpVersionMajor' in req && req.httpVersionMajor >= 2 ? withoutPseudoHeaders(headers) : headers,
    remoteAddress: socket.remoteAddress,
    body,
    route,
    user,
  }
}

function withoutPseudoHeaders(headers: RequestData['headers']): RequestData['headers'] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith(':')))
}

/**
 * Returns whether the client went away before its answer was complete. After a complete answer it is false for good:
 * an error that comes then is an error, whatever the client did in between.
 */
export function isDisconnected({ req, res }: NodeExchange): boolean {
  if (res.writableEnded) return false
  const socket: Socket | null | undefined = res.socket ?? req.socket
  return socket?.destroyed === true || (req.destroyed && !req.complete && !isDropped(req))
}

/**
 * Returns whether the answer must be the connection's last one (SRV-3): nobody will read the rest of a body that the
 * application gave up, behind which the client's next request would wait for good. Streams of HTTP/2 end alone.
 */
export function mustClose(req: IncomingMessage): boolean {
  return req.httpVersionMajor < 2 && isDropped(req)
}

/**
 * Returns whether the application gave up reading the body. Leaving a `for await` over the request early and a
 * `pipeline` that fails destroy the request, take the socket from it and leave that of the response alone: the client is
 * there and waits for an answer.
 */
function isDropped({ destroyed, complete, errored }: IncomingMessage): boolean {
  if (!destroyed || complete) return false
  return errored instanceof Error && !('code' in errored && errored.code === 'ECONNRESET')
}

/** Cuts the query off, and scheme and host of a request target in absolute form (RFC 9112 section 3.2.2). */
function pathOf(target: string): string {
  const end = target.search(/[?#]/)
  const path = end === -1 ? target : target.slice(0, end)
  if (path.startsWith('/') || !path.includes('://')) return path
  const slash = path.indexOf('/', path.indexOf('://') + 3)
  return slash === -1 ? '/' : path.slice(slash)
}
