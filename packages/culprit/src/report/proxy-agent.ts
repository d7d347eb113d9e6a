import { Agent as HttpAgent, request as httpRequest, type AgentOptions } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'

/** Where a proxy is, and how long opening a tunnel through it may take. */
export interface ProxySettings {
  /** `http` or `https`, with user and password where the proxy wants them. */
  readonly url: URL
  readonly timeoutMs: number
  /** Certificates that are trusted beside those of Node. */
  readonly ca?: string | undefined
}

/** Where a tunnel leads. */
interface TunnelTarget {
  readonly host?: string | undefined
  readonly port?: number | string | undefined
  readonly servername?: string | undefined
}

type Created = (error: Error | null, stream: Duplex) => void

/**
 * Keeps TLS connections through tunnels (`CONNECT`) of a proxy, so that the proxy sees neither paths nor keys.
 * Its sockets do not keep the process alive.
 */
export class TunnelAgent extends HttpsAgent {
  readonly #proxy: ProxySettings

  constructor(options: AgentOptions, proxy: ProxySettings) {
    super(options)
    this.#proxy = proxy
  }

  override createConnection(target: TunnelTarget, created?: Created): null {
    const refuse = (error: Error): void => {
      // The types want a stream beside an error; Node looks at the error first.
      if (created !== undefined) Reflect.apply(created, undefined, [error])
    }
    void openTunnel(this.#proxy, target).then((socket) => created?.(null, socket), refuse)
    return null
  }
}

/** Returns the header by which a proxy knows its user, if its URL names one. */
export function proxyAuthorization({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '') return {}
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` }
}

/** Returns the agent for a server without TLS: connections to the proxy, which gets whole URLs. */
export function plainProxyAgent(options: AgentOptions, { url, ca }: ProxySettings): HttpAgent {
  return url.protocol === 'https:'
    ? new HttpsAgent({ ...options, ...(ca !== undefined && { ca }) })
    : new HttpAgent(options)
}

function openTunnel(proxy: ProxySettings, target: TunnelTarget): Promise<TLSSocket> {
  const { url, timeoutMs, ca } = proxy
  const host = target.host ?? ''
  const authority = `${host.includes(':') ? `[${host}]` : host}:${target.port ?? 443}`
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)({
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? undefined : url.port,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyAuthorization(url) },
      agent: false,
      ...(ca !== undefined && { ca }),
    })
    const timer = setTimeout(() => request.destroy(new Error('The proxy did not answer in time')), timeoutMs)
    timer.unref()
    request.on('socket', (socket) => void socket.unref())
    request.on('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    request.on('connect', (response, socket) => {
      clearTimeout(timer)
      if (response.statusCode !== 200) {
        socket.destroy()
        return reject(new Error(`The proxy answered ${response.statusCode ?? 0} to CONNECT ${authority}`))
      }
      const secured = connect({
        socket,
        host,
        servername: serverName(target),
        ...(ca !== undefined && { ca }),
      })
      secured.unref()
      secured.once('error', reject)
      secured.once('secureConnect', () => {
        secured.off('error', reject)
        resolve(secured)
      })
    })
    request.end()
  })
}

/** An address is no server name: RFC 6066 section 3. */
function serverName({ servername, host = '' }: TunnelTarget): string {
  const name = servername ?? host
  return /^[\d.]+$|:/.test(name) ? '' : name
}
