/** What one call of `server.listen` asks for, where that is a TCP port. */
export interface ListenRequest {
  readonly port: number
  /** Empty for all addresses. */
  readonly host: string
  readonly backlog: number | undefined
  readonly listener: (() => void) | undefined
  readonly signal: AbortSignal | undefined
}

/** Reads the arguments of `server.listen`; undefined where they name no TCP port (a path, a handle, or a mistake). */
export function listenRequest(args: readonly unknown[]): ListenRequest | undefined {
  const [first, ...rest] = args
  const last = args.at(-1)
  const listener = typeof last === 'function' ? (last as () => void) : undefined
  if (typeof first === 'object' && first !== null) {
    const options = first as ListenOptions
    if (['path', 'fd', 'handle', '_handle', 'reusePort'].some((name) => name in options)) return undefined
    if (!('port' in options)) return undefined
    const port = portOf(options.port)
    if (port === undefined) return undefined
    const { host = '', backlog, signal, ipv6Only } = options
    return { port, host: ipv6Only === true ? `${host} only` : host, backlog, listener, signal }
  }
  const port = portOf(first)
  if (port === undefined) return undefined
  const host = rest.find((value) => typeof value === 'string') ?? ''
  const backlog = rest.find((value) => typeof value === 'number')
  return { port, host, backlog, listener, signal: undefined }
}

interface ListenOptions {
  readonly port?: unknown
  readonly host?: string
  readonly backlog?: number
  readonly signal?: AbortSignal
  readonly ipv6Only?: boolean
}

/** Nothing means any free port; a text of something else is the path of a unix socket. */
function portOf(value: unknown): number | undefined {
  if (value === undefined || value === null || typeof value === 'function') return 0
  if (typeof value !== 'number' && typeof value !== 'string') return undefined
  const port = value === '' ? Number.NaN : Number(value)
  return Number.isInteger(port) && port >= 0 && port < 65536 ? port : undefined
}
