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

/**
 * Returns what dispatch has to know of a request of `node:http`. Called once an error was thrown, never before.
 * @param parsed the framework's own request, which has the parsed body, the route and the user
 */
export function nodeRequestFacts(exchange: NodeExchange, parsed: object = exchange.req): RequestFacts {
  const { req } = exchange
  return {
    method: (req.method ?? 'GET').toUpperCase(),
    path: pathOf(req.originalUrl ?? req.url ?? '/'),
    accept: req.headers.accept,
    acceptLanguage: req.headers['accept-language'],
    userAgent: req.headers['user-agent'],
    disconnected: isDisconnected(exchange),
    mount: mountOf(parsed),
    data: () => nodeRequestData(req, parsed),
    source: req,
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
