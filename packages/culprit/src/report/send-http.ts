import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { plainProxyAgent, proxyAuthorization, TunnelAgent, type ProxySettings } from './proxy-agent.ts'

/** What a server answered: the status and those headers that matter here, lowercase. */
export interface HttpAnswer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
}

/** One request: a POST of bytes. */
export interface HttpPost {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** Sends over connections that are kept for the next request. */
export interface HttpSender {
  /** Resolves with any answer, whatever its status. @throws {Error} Without one, at the latest after the timeout. */
  readonly post: (post: HttpPost) => Promise<HttpAnswer>
  /** Closes all connections; what is under way fails. */
  readonly close: () => void
}

/** How a sender connects. */
export interface HttpSenderOptions {
  /** Of a whole request, connecting and answer included. */
  readonly timeoutMs: number
  /** Connections at the same time. */
  readonly maxSockets: number
  readonly proxy?: URL | undefined
  /** Certificates that are trusted beside those of Node, as PEM. */
  readonly ca?: string | undefined
}

const wanted = ['retry-after', 'x-sentry-rate-limits', 'x-sentry-error', 'date'] as const
/** An answer longer than this is not read to its end; the connection goes with it. */
const maxAnswerBytes = 65_536

/**
 * Returns a sender over `http` and `https`, through a proxy where one is set. Nothing of it keeps the process alive:
 * who wants to wait for an answer holds the process himself.
 */
export function createHttpSender(options: HttpSenderOptions): HttpSender {
  const { timeoutMs, maxSockets, ca } = options
  const proxy = options.proxy === undefined ? undefined : { url: options.proxy, timeoutMs, ca }
  const agentOptions = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets }
  const tls = { ...agentOptions, ...(ca !== undefined && { ca }) }
  const plain = proxy === undefined ? new HttpAgent(agentOptions) : plainProxyAgent(agentOptions, proxy)
  const secure = proxy === undefined ? new HttpsAgent(tls) : new TunnelAgent(tls, proxy)
  const open = (post: HttpPost): ClientRequest =>
    post.url.protocol === 'https:' ? openSecure(post, secure) : openPlain(post, plain, proxy)
  return {
    post: async (post) => {
      try {
        return await exchange(open(post), post.body, timeoutMs)
      } catch (error) {
        // The server has closed a kept connection just as it was used again; a new one decides.
        if (!(error instanceof StaleConnectionError)) throw error
        return await exchange(open(post), post.body, timeoutMs)
      }
    },
    close: () => {
      plain.destroy()
      secure.destroy()
    },
  }
}

class StaleConnectionError extends Error {
  static {
    this.prototype.name = 'StaleConnectionError'
  }
}

function openSecure({ url, headers }: HttpPost, agent: HttpsAgent): ClientRequest {
  return httpsRequest(url, { method: 'POST', headers, agent })
}

function openPlain(
  { url, headers }: HttpPost,
  agent: HttpAgent,
  proxy: ProxySettings | undefined,
): ClientRequest {
  if (proxy === undefined) return httpRequest(url, { method: 'POST', headers, agent })
  // To a proxy a request names the whole URL: RFC 9112 section 3.2.2.
  const { url: at } = proxy
  return (at.protocol === 'https:' ? httpsRequest : httpRequest)({
    host: at.hostname.replace(/^\[|\]$/g, ''),
    port: at.port === '' ? undefined : at.port,
    method: 'POST',
    path: url.href,
    headers: { host: url.host, ...headers, ...proxyAuthorization(at) },
    agent,
  })
}

function exchange(request: ClientRequest, body: Uint8Array, timeoutMs: number): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => request.destroy(new Error(`No answer within ${timeoutMs} ms`)), timeoutMs)
    timer.unref()
    request.on('socket', (socket) => void socket.unref())
    request.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      const isStale = request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
      reject(isStale ? new StaleConnectionError(error.message, { cause: error }) : error)
    })
    request.on('response', (response) => {
      discard(response, () => clearTimeout(timer))
      resolve({ status: response.statusCode ?? 0, headers: headersOf(response) })
    })
    request.end(body)
  })
}

/** Reads an answer's body to nowhere, since the connection is free only after it. */
function discard(response: IncomingMessage, done: () => void): void {
  let bytes = 0
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > maxAnswerBytes) response.destroy()
  })
  response.on('error', () => {})
  response.on('close', done)
}

function headersOf({ headers }: IncomingMessage): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const name of wanted) {
    const value = headers[name]
    if (value !== undefined) found.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return found
}
