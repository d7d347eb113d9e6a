import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { LogRecord } from '../record.ts'
import { HttpHandler } from './http-handler.ts'

interface Received {
  readonly method: string | undefined
  readonly url: URL
  readonly headers: IncomingMessage['headers']
  readonly fields: URLSearchParams
}

let server: Server | undefined
const received: Received[] = []
let connections = 0
let answer = 200

async function listen(): Promise<string> {
  received.length = 0
  connections = 0
  answer = 200
  server = createServer((request, response) => {
    void text(request).then((body) => {
      const url = new URL(request.url ?? '', 'http://host')
      const { method, headers } = request
      received.push({
        method,
        url,
        headers,
        fields: method === 'GET' ? url.searchParams : new URLSearchParams(body),
      })
      response.writeHead(answer).end('thanks')
    })
  })
  server.on('connection', () => (connections += 1))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
}
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

const warning = (msg: string): LogRecord =>
  new LogRecord({ name: 'app', levelno: 30, levelname: 'WARNING', msg })

describe('HttpHandler', () => {
  it('sends fields in the query with GET, after a query that is there', async () => {
    const base = await listen()
    await using handler = new HttpHandler(`${base}/log?key=1`)
    handler.handle(
      new LogRecord({ name: 'app', levelno: 40, msg: 'hi %s', args: ['é&'], extra: { sku: 'A 1' } }),
    )
    await handler.flush()
    const [request] = received
    expect(request?.method).toBe('GET')
    expect(request?.url.pathname).toBe('/log')
    expect(Object.fromEntries(request?.fields ?? [])).toMatchObject({
      key: '1',
      name: 'app',
      levelno: '40',
      message: 'hi é&',
      sku: 'A 1',
    })
  })

  it('sends a form with POST', async () => {
    const base = await listen()
    await using handler = new HttpHandler(base, { method: 'POST' })
    handler.handle(new LogRecord({ name: 'app', levelno: 40, msg: 'failed', error: new Error('why') }))
    await handler.flush()
    const [request] = received
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect(request?.fields.get('message')).toBe('failed')
    expect(request?.fields.get('error')).toMatch(/^Error: why/)
  })

  it('authenticates by option or by URL, which is then kept without it', async () => {
    const base = await listen()
    await using given = new HttpHandler(base, { credentials: ['user', 'pä:ss'] })
    await using written = new HttpHandler(base.replace('//', '//user:p%40ss@'))
    given.handle(warning('a'))
    written.handle(warning('b'))
    await given.flush()
    await written.flush()
    const basic = (pair: string): string => `Basic ${Buffer.from(pair).toString('base64')}`
    expect(received.map(({ headers }) => headers.authorization)).toEqual([
      basic('user:pä:ss'),
      basic('user:p@ss'),
    ])
    expect(written.url.href).not.toContain('user')
  })

  it('removes secrets, unless told not to', async () => {
    const base = await listen()
    const record = (): LogRecord =>
      new LogRecord({
        name: 'app',
        levelno: 40,
        msg: 'call',
        extra: { password: 'hunter2', order: { api_key: 'k1' } },
      })
    await using careful = new HttpHandler(base)
    careful.handle(record())
    await careful.flush()
    expect(received[0]?.fields.get('password')).toBe('[Filtered]')
    expect(received[0]?.fields.get('order')).not.toContain('k1')
    expect(received[0]?.fields.get('message')).toBe('call')
    await using open = new HttpHandler(base, { redactor: false })
    open.handle(record())
    await open.flush()
    expect(received[1]?.fields.get('password')).toBe('hunter2')
  })

  it('sends what mapRecord returns', async () => {
    const base = await listen()
    await using handler = new HttpHandler(base, {
      mapRecord: ({ message }) => ({ text: message, none: undefined }),
    })
    handler.handle(warning('short'))
    await handler.flush()
    expect([...(received[0]?.fields ?? [])]).toEqual([['text', 'short']])
  })

  it('keeps its connection, and the order', async () => {
    const base = await listen()
    await using handler = new HttpHandler(base, { mapRecord: ({ message }) => ({ message }) })
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index}`)
    for (const line of lines) handler.handle(warning(line))
    await handler.flush()
    expect(received.map(({ fields }) => fields.get('message'))).toEqual(lines)
    expect(connections).toBe(1)
  })

  it('counts what the server refuses', async () => {
    const base = await listen()
    answer = 403
    await using handler = new HttpHandler(base)
    handler.handle(warning('a'))
    await handler.flush()
    expect(handler.losses.get('refused')).toBe(1)
  })

  it('never blocks or throws when the server is down: one announcement, bounded queue, counted losses', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const base = await listen()
    server?.close()
    const handler = new HttpHandler(base, { maxMessages: 3 })
    for (let line = 0; line < 10; line += 1) expect(handler.handle(warning(`line ${line}`))).toBe(true)
    expect(handler.losses.get('queue-full')).toBe(7)
    await expect.poll(() => stderr.mock.calls.length).toBe(1)
    expect(String(stderr.mock.calls[0]?.[0])).toMatch(/cannot send log records to http:\/\/127/)
    await handler.close()
    stderr.mockRestore()
    expect(handler.losses.get('undelivered')).toBe(3)
  })

  it('gives up a server that does not answer in time', async () => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    const base = await listen()
    server?.removeAllListeners('request')
    const handler = new HttpHandler(base, { timeoutMs: 50 })
    handler.handle(warning('a'))
    await expect.poll(() => stderr.mock.calls.length).toBe(1)
    stderr.mockRestore()
    await handler.close()
  })

  it('refuses wrong settings', () => {
    expect(() => new HttpHandler('ftp://host/')).toThrow(TypeError)
    expect(() => new HttpHandler('http://host/', { tls: {} })).toThrow(TypeError)
  })
})
