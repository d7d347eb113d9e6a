import { createServer, request as httpRequest } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'

/** A proxy that notes what it is asked for. */
export interface TestProxy extends AsyncDisposable {
  readonly port: number
  /** `METHOD target` of each request, in order. */
  readonly asked: readonly string[]
}

/** How a proxy behaves. */
export interface TestProxyOptions {
  /** What `Proxy-Authorization` must say; without it 407. */
  readonly authorization?: string | undefined
  /** Takes connections and says nothing. */
  readonly isSilent?: boolean | undefined
}

/** Starts a proxy on 127.0.0.1 that forwards requests of both forms: whole URLs, and CONNECT. */
export async function startProxy(options: TestProxyOptions = {}): Promise<TestProxy> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const isAllowed = (header: string | undefined): boolean =>
    options.authorization === undefined || header === options.authorization
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    if (!isAllowed(request.headers['proxy-authorization'])) return void response.writeHead(407).end()
    const { 'proxy-authorization': _secret, ...headers } = request.headers
    const forwarded = httpRequest(request.url ?? '', { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    forwarded.on('error', () => response.writeHead(502).end())
    request.pipe(forwarded)
  })
  server.on('connect', (request, socket, head) => {
    asked.push(`CONNECT ${request.url}`)
    if (options.isSilent === true) return
    if (!isAllowed(request.headers['proxy-authorization']))
      return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    const { hostname, port } = new URL(`http://${request.url}`)
    const upstream = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      upstream.write(head)
      upstream.pipe(socket).pipe(upstream)
    })
    upstream.on('error', () => socket.destroy())
    socket.on('error', () => upstream.destroy())
    socket.on('close', () => upstream.destroy())
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    asked,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
