import type { RequestData } from '../handlers/request-data.ts'
import type { RequestFacts } from '../handlers/request-facts.ts'
import type { RequestOrigin } from '../handlers/request-origin.ts'
import { type NodeExchange, NodeRequestFacts, nodeRequestOrigin } from './node-request.ts'
import { parsedRequestData } from './parsed-request-data.ts'
import { watchedBody, watchNodeBody, watchWebBody } from './watched-body.ts'

/** Returns where a web `Request` comes from; only with node's own request is the client's address known. */
export function webRequestOrigin(request: Request, exchange: NodeExchange | undefined): RequestOrigin {
  if (exchange !== undefined) {
    const { req } = exchange
    return nodeRequestOrigin(req, (maxBytes) => watchNodeBody(req, maxBytes))
  }
  const { method, url } = request
  return { method, url, remoteAddress: null, source: request, watchBody: () => watchWebBody(request) }
}

/**
 * Returns what dispatch has to know of a web `Request`. Called once an error was thrown, never before.
 * @param exchange node's own request under it, where there is one. That is asked then: the headers and the signal of a
 *   `Request` are made when they are first looked at, which costs more than the whole dispatch.
 * @param parsed what the framework knows of route and user, see `parsedRequestData`
 */
export function webRequestFacts(
  request: Request,
  exchange: NodeExchange | undefined,
  parsed?: object,
): RequestFacts {
  return exchange === undefined
    ? new WebRequestFacts(request, parsed)
    : new NodeRequestFacts(exchange, { parsed })
}

class WebRequestFacts implements RequestFacts {
  readonly disconnected: boolean
  readonly source: Request
  readonly #parsed: object | undefined

  constructor(request: Request, parsed: object | undefined) {
    this.source = request
    this.#parsed = parsed
    this.disconnected = request.signal.aborted
  }

  get method(): string {
    return this.source.method.toUpperCase()
  }

  get path(): string {
    return pathOf(this.source.url)
  }

  get accept(): string | undefined {
    return this.#header('accept')
  }

  get acceptLanguage(): string | undefined {
    return this.#header('accept-language')
  }

  get userAgent(): string | undefined {
    return this.#header('user-agent')
  }

  get data(): () => RequestData {
    return () => webRequestData(this.source, this.#parsed)
  }

  #header(name: string): string | undefined {
    return this.source.headers.get(name) ?? undefined
  }
}

/** Returns what a report tells of a web `Request`. */
function webRequestData(request: Request, parsed: object | undefined): RequestData {
  const headers = Object.fromEntries(request.headers)
  const { route, user } = parsed === undefined ? {} : parsedRequestData(parsed)
  return {
    method: request.method.toUpperCase(),
    url: request.url,
    headers,
    body: watchedBody(request, headers),
    route,
    user,
  }
}

/** The path as it is in the URL, which is absolute and valid. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  if (start === -1) return '/'
  const end = url.slice(start).search(/[?#]/)
  return end === -1 ? url.slice(start) : url.slice(start, start + end)
}
