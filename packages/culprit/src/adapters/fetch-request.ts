import type { RequestData } from '../handlers/request-data.ts'
import type { RequestFacts } from '../handlers/request-facts.ts'
import type { RequestOrigin } from '../handlers/request-origin.ts'
import { type NodeExchange, nodeRequestOrigin } from './node-request.ts'
import { parsedRequestData } from './parsed-request-data.ts'
import { watchedBody, watchNodeBody, watchWebBody } from './watched-body.ts'

/** Returns where a request comes from that is one of node's underneath: then the client's address is known. */
export function exchangeOrigin({ req }: NodeExchange): RequestOrigin {
  return nodeRequestOrigin(req, (maxBytes) => watchNodeBody(req, maxBytes))
}

/** Returns where a web `Request` comes from, if nothing but itself is known of it. */
export function webRequestOrigin(request: Request): RequestOrigin {
  const { method, url } = request
  return { method, url, remoteAddress: null, source: request, watchBody: () => watchWebBody(request) }
}

/**
 * What dispatch has to know of a web `Request`, if nothing but itself is known of it; made once an error was thrown, never
 * before. Where there is node's own request underneath, `NodeRequestFacts` asks that: the headers and the signal of a
 * `Request` are made when they are first looked at, which costs more than the whole dispatch.
 */
export class WebRequestFacts implements RequestFacts {
  readonly disconnected: boolean
  readonly source: Request
  readonly #parsed: object | undefined

  /** @param parsed what the framework knows of route and user, see `parsedRequestData` */
  constructor(request: Request, parsed?: object) {
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
