import { once } from 'node:events'
import { createServer, request, type IncomingMessage, type Server } from 'node:http'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, describe, expect, it } from 'vitest'
import { PageBridge, type PageBridgeOptions } from './page-bridge.ts'
import { servePages } from './page-server.ts'

interface Bench {
  readonly url: string
  readonly bridge: PageBridge
  readonly errors: string[]
}

const opened: { readonly server: Server; readonly ports: readonly MessagePort[] }[] = []

async function bench(
  fetch: (request: Request) => Promise<Response>,
  options: Partial<PageBridgeOptions> = {},
): Promise<Bench> {
  const { port1, port2 } = new MessageChannel()
  const errors: string[] = []
  servePages({
    port: port1,
    origin: 'http://tracker.test',
    fetch,
    reportError: (error, where) => {
      errors.push(`${where}: ${String(error)}`)
      return 'ab'.repeat(16)
    },
  })
  const bridge = new PageBridge({ port: port2, trustProxy: false, ...options })
  const server = createServer((req, res) => bridge.handle(req, res)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  opened.push({ server, ports: [port1, port2] })
  const address = server.address()
  if (!address || typeof address !== 'object') throw new Error('no address')
  return { url: `http://127.0.0.1:${address.port}`, bridge, errors }
}

afterEach(() => {
  for (const { server, ports } of opened.splice(0)) {
    server.closeAllConnections()
    server.close()
    for (const port of ports) port.close()
  }
})

describe('PageBridge', () => {
  it('hands over method, path, headers and body, and brings status, headers and body back', async () => {
    const { url } = await bench(async (req) => {
      const { pathname, search } = new URL(req.url)
      const body = `${req.method} ${pathname}${search} ${req.headers.get('x-a')} ${await req.text()}`
      return new Response(body, {
        status: 201,
        headers: [
          ['set-cookie', 'a=1'],
          ['set-cookie', 'b=2'],
        ],
      })
    })
    const response = await fetch(`${url}/x?y=1`, { method: 'POST', headers: { 'x-a': 'b' }, body: 'hello' })
    expect(response.status).toBe(201)
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect(await response.text()).toBe('POST /x?y=1 b hello')
  })

  it('says where a request comes from, whatever the client claims', async () => {
    const peer = async (req: Request): Promise<Response> => new Response(req.headers.get('x-culprit-peer'))
    const plain = await bench(peer)
    const headers = { 'x-culprit-peer': '9.9.9.9', 'x-forwarded-for': '8.8.8.8, 7.7.7.7' }
    expect(await (await fetch(plain.url, { headers })).text()).toBe('127.0.0.1')
    const proxied = await bench(peer, { trustProxy: true })
    expect(await (await fetch(proxied.url, { headers })).text()).toBe('8.8.8.8')
  })

  it('keeps a path that begins with two slashes a path', async () => {
    const { url } = await bench(async (req) => new Response(req.url))
    const { port } = new URL(url)
    const req = request({ host: '127.0.0.1', port, path: '//evil.test/x' }).end()
    const [res] = (await once(req, 'response')) as [IncomingMessage]
    expect(String(Buffer.concat(await res.toArray()))).toBe('http://tracker.test//evil.test/x')
  })

  it('refuses TRACE, which a web request cannot carry', async () => {
    const { url, errors } = await bench(async () => new Response('no'))
    const { port } = new URL(url)
    const req = request({ host: '127.0.0.1', port, method: 'TRACE' }).end()
    const [res] = (await once(req, 'response')) as [IncomingMessage]
    res.resume()
    expect(res.statusCode).toBe(405)
    expect(errors).toEqual([])
  })

  it('cuts the connection of an answer that fails half-way, and goes on serving', async () => {
    const { url, errors } = await bench(async (req) => {
      if (new URL(req.url).pathname === '/fine') return new Response('fine')
      const body = new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('half'))
        },
        async pull(controller) {
          await new Promise((done) => setTimeout(done, 20))
          controller.error(new Error('database gone'))
        },
      })
      return new Response(body)
    })
    await expect(fetch(`${url}/broken`).then((response) => response.text())).rejects.toThrow('terminated')
    expect(await (await fetch(`${url}/fine`)).text()).toBe('fine')
    expect(errors).toEqual(['GET /broken: Error: database gone'])
  })

  it('streams, and tells the page thread when the client has gone', async () => {
    const gone = Promise.withResolvers<void>()
    const { url } = await bench(async (req) => {
      req.signal.addEventListener('abort', () => gone.resolve())
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(new TextEncoder().encode('first')),
      })
      return new Response(body)
    })
    const abort = new AbortController()
    const response = await fetch(url, { signal: abort.signal })
    const { value } = (await response.body?.getReader().read()) ?? {}
    expect(new TextDecoder().decode(value)).toBe('first')
    abort.abort()
    await gone.promise
  })

  it('answers 500 and reports when a page throws', async () => {
    const { url, errors } = await bench(async () => {
      throw new Error('boom')
    })
    const response = await fetch(`${url}/issues?secret=1`)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('boom')
    expect(errors).toEqual(['GET /issues: Error: boom'])
  })

  it('refuses a body over its bound with 413', async () => {
    const { url } = await bench(async () => new Response('no'))
    expect((await fetch(url, { method: 'POST', body: 'x'.repeat(1024 * 1024 + 1) })).status).toBe(413)
  })

  it('drops a request whose body does not arrive in time', async () => {
    const { url } = await bench(async () => new Response('no'), { bodyMs: 50 })
    const { port } = new URL(url)
    const req = request({ host: '127.0.0.1', port, method: 'POST', headers: { 'content-length': 100 } })
    req.write('a')
    const [error] = (await once(req, 'error')) as [NodeJS.ErrnoException]
    expect(error.code).toBe('ECONNRESET')
  })

  it('ends live streams and refuses requests once it is closed', async () => {
    const { url, bridge } = await bench(
      async () => new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array([65])) })),
    )
    const response = await fetch(url)
    bridge.close()
    expect(await response.text()).toBe('A')
    expect((await fetch(url)).status).toBe(503)
  })
})
