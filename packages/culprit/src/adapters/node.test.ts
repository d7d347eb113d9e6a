import { createServer, type IncomingMessage, request, type RequestListener, type Server } from 'node:http'
import { connect, constants, createServer as createHttp2Server, type Http2Server } from 'node:http2'
import { connect as connectSocket } from 'node:net'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { abort, Forbidden, NonErrorThrown, NotFound } from '../http/index.ts'
import { culprit, type Culprit, type CulpritOptions } from '../index.ts'
import { wrap, type NodeContext, type NodeHandler } from './node.ts'

const servers: (Server | Http2Server)[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    if ('closeAllConnections' in server) server.closeAllConnections()
  }
})

/** Node asks for it, and the types of the DOM do not know it. */
const halfDuplex = { duplex: 'half' }

async function portOf(server: Server | Http2Server): Promise<number> {
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  return typeof address === 'object' && address !== null ? address.port : 0
}

async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await portOf(createServer(listener))}`
}

interface Seen {
  readonly errors: Culprit<NodeContext>
  readonly lines: string[]
}

function createErrors(options: CulpritOptions = {}): Seen {
  const lines: string[] = []
  const log = {
    error: (message: string, error: unknown) => void lines.push(`${message}: ${String(error)}`),
    info: (message: string) => void lines.push(message),
  }
  return { errors: culprit<NodeContext>({ log, ...options }), lines }
}

describe('wrap() with the errors of an application', () => {
  it.each([
    [
      'throws',
      () => {
        throw undefined
      },
    ], // oxlint-disable-line
    ['rejects with', () => Promise.reject()],
    ['rejects later with', () => setTimeout(5).then(() => Promise.reject())],
  ])('a handler that %s undefined is answered', async (_how, handler) => {
    const { errors } = createErrors()
    errors.registerErrorHandler(NonErrorThrown, (error) => [{ value: typeof error.value }, 500])
    const response = await fetch(await serve(wrap(handler, errors)))
    expect([response.status, await response.json()]).toEqual([500, { value: 'undefined' }])
  })

  it.each([
    ['a string', 'gone'],
    ['an error', new Forbidden()],
  ])('what the error handler of %s sends itself carries the reference id', async (_what, thrown) => {
    const { errors } = createErrors()
    errors.registerErrorHandler(Error, (_error, { res }) => void res.end('own'))
    const listener = wrap(() => Promise.reject(thrown), errors)
    const response = await fetch(await serve(listener))
    expect(await response.text()).toBe('own')
    expect(response.headers.get('x-request-error')).toMatch(/^[\da-f]{32}$/)
  })

  it('sends a web Response that the handler returns', async () => {
    const { errors } = createErrors()
    const headers = new Headers([
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ])
    const handler = (): Response => new Response('body', { status: 201, statusText: 'Made', headers })
    const response = await fetch(await serve(wrap(handler, errors)))
    expect([response.status, response.statusText, await response.text()]).toEqual([201, 'Made', 'body'])
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('WZD-14: a body that fails half-way breaks the connection and is logged once', async () => {
    const { errors, lines } = createErrors()
    const body = (): ReadableStream =>
      new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode('some bytes')),
        pull: () => Promise.reject(new RangeError('cursor lost')),
      })
    const response = await fetch(await serve(wrap(() => new Response(body()), errors)))
    expect(response.status).toBe(200)
    await expect(response.text()).rejects.toThrow()
    await expect.poll(() => lines).toEqual([expect.stringContaining('cursor lost')])
  })

  it('stops the source of a body when the client goes away', async () => {
    const { errors, lines } = createErrors()
    let cancelled = false
    const body = new ReadableStream({
      pull: (controller) => setTimeout(1).then(() => controller.enqueue(new Uint8Array(100_000))),
      cancel: () => void (cancelled = true),
    })
    const url = await serve(wrap(() => new Response(body), errors))
    const controller = new AbortController()
    await fetch(url, { signal: controller.signal })
    controller.abort()
    await expect.poll(() => cancelled).toBe(true)
    expect(lines).toEqual([])
  })

  it('WZD-14: bytes written before the error arrive, the end does not', async () => {
    const { errors } = createErrors()
    const broken: unknown[] = []
    errors.on('broken', ({ error }) => void broken.push(error))
    const listener = wrap((_req, res) => {
      res.write('some bytes')
      throw new RangeError('too late')
    }, errors)
    const { text, ended } = await readRaw(await serve(listener))
    expect(text).toContain('some bytes')
    expect(ended).toBe(false)
    expect(broken).toEqual([expect.any(RangeError)])
  })

  it('DSP-9: takes back status, reason and headers of the failed answer, and keeps cookies', async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(RangeError, () => 'fresh')
    const listener = wrap((_req, res) => {
      res.statusCode = 201
      res.statusMessage = 'Made'
      res.setHeader('Content-Length', 3)
      res.setHeader('ETag', '"x"')
      res.setHeader('Set-Cookie', 'a=1')
      throw new RangeError()
    }, errors)
    const response = await fetch(await serve(listener))
    expect([response.status, response.statusText, await response.text()]).toEqual([200, 'OK', 'fresh'])
    expect(response.headers.get('etag')).toBeNull()
    expect(response.headers.getSetCookie()).toEqual(['a=1'])
  })

  it('a handler answers through the response: at once, later, or by a stream piped into it', async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(404, (_error, { res }) => void res.writeHead(404).end('at once'))
    errors.registerErrorHandler(403, async (_error, { res }) => {
      await setTimeout(5)
      res.writeHead(403).end('awaited')
    })
    errors.registerErrorHandler(410, (_error, { res }) => {
      void setTimeout(5).then(() => res.writeHead(410).end('promised'))
      return res
    })
    const url = await serve(wrap(({ url: path }) => abort(Number(path?.slice(1))), errors))
    for (const [code, text] of [
      [404, 'at once'],
      [403, 'awaited'],
      [410, 'promised'],
    ] as const) {
      const response = await fetch(`${url}/${code}`)
      expect([response.status, await response.text()]).toEqual([code, text])
    }
  })

  it('DSP-11: a handler that returns nothing and sends nothing is an error', async () => {
    const { errors, lines } = createErrors()
    errors.registerErrorHandler(404, () => {})
    const response = await fetch(await serve(wrap(() => abort(404), errors)))
    expect(response.status).toBe(500)
    expect(lines).toEqual([expect.stringContaining('did not return a valid response')])
  })

  it.each(['GET', 'HEAD'])('EXC-16: %s has the length of the page', async (method) => {
    const { errors } = createErrors()
    const response = await fetch(await serve(wrap(() => abort(404), errors)), { method })
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(100)
    expect((await response.text()) === '').toBe(method === 'HEAD')
  })

  it('is told the path of a request target in absolute form, without its query', async () => {
    const { errors, lines } = createErrors()
    const url = new URL(await serve(wrap(() => Promise.reject(new RangeError()), errors)))
    await new Promise((resolve) => {
      request(
        { port: url.port, host: '127.0.0.1', path: 'http://shop.example/basket?token=1' },
        resolve,
      ).end()
    })
    expect(lines).toEqual([expect.stringContaining('Exception on /basket [GET]')])
  })

  it('a client that went away is one info line', async () => {
    const { errors, lines } = createErrors()
    const events: string[] = []
    errors.on('disconnected', () => void events.push('disconnected'))
    errors.on('unhandled', () => void events.push('unhandled'))
    let isServed = false
    const url = new URL(
      await serve(
        wrap(async (req) => {
          isServed = true
          await new Promise((resolve) => req.socket.once('close', resolve))
          throw new RangeError('nobody reads this')
        }, errors),
      ),
    )
    const socket = connectSocket(Number(url.port), '127.0.0.1')
    socket.write('GET /left HTTP/1.1\r\nHost: x\r\n\r\n')
    await expect.poll(() => isServed).toBe(true)
    socket.destroy()
    await expect.poll(() => lines).toEqual(['Client disconnected on /left [GET]'])
    expect(events).toEqual(['disconnected'])
  })

  it.each([
    [
      'a loop over the body that is left',
      async (req: IncomingMessage) => {
        for await (const _chunk of req) throw new RangeError('of the application')
      },
    ],
    [
      'a pipeline that fails',
      (req: IncomingMessage) => {
        const full = new Writable({
          write: (_chunk, _encoding, done) => done(new RangeError('of the application')),
        })
        return pipeline(req, full)
      },
    ],
  ])('SRV-3: %s is no client that went away: it waits for the answer', async (_what, handler) => {
    const { errors, lines } = createErrors()
    errors.registerErrorHandler(500, () => ['sorry', 500])
    const url = await serve(wrap(handler, errors))
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('the rest does not come')),
    })
    const response = await fetch(url, { method: 'POST', body, ...halfDuplex })
    expect([response.status, await response.text()]).toEqual([500, 'sorry'])
    expect(response.headers.get('connection')).toBe('close')
    expect(lines).toEqual([expect.stringContaining('of the application')])
  })

  it('CFG-1: an error that propagates is shown with its stack', async () => {
    const { errors } = createErrors({ testing: true })
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    try {
      const response = await fetch(await serve(wrap(() => Promise.reject(new RangeError('shown')), errors)))
      expect([response.status, response.headers.get('content-type')]).toEqual([
        500,
        'text/plain; charset=utf-8',
      ])
      expect(await response.text()).toMatch(/^RangeError: shown\n {4}at /)
      expect(write).toHaveBeenCalledWith(expect.stringContaining('RangeError: shown'))
    } finally {
      write.mockRestore()
    }
  })

  it('works with HTTP/2', async () => {
    const { errors, lines } = createErrors()
    const listener = wrap((req, res) => {
      if (req.url === '/missing') abort(404)
      res.write('some bytes')
      return Promise.reject(new RangeError('too late'))
    }, errors)
    const warned = vi.spyOn(process, 'emitWarning')
    const port = await portOf(
      createHttp2Server((req, res) => listener(req as unknown as IncomingMessage, res as never)),
    )
    const session = connect(`http://127.0.0.1:${port}`)
    const missing = session.request({ ':path': '/missing' })
    const [headers] = await new Promise<[Record<string, unknown>]>((resolve) =>
      missing.once('response', (found) => resolve([found])),
    )
    expect(headers[constants.HTTP2_HEADER_STATUS]).toBe(404)
    const failing = session.request({ ':path': '/broken' })
    failing.resume()
    await new Promise((resolve) => failing.once('close', resolve).once('error', resolve))
    await expect.poll(() => lines).toEqual([expect.stringContaining('too late')])
    expect(failing.rstCode).toBe(constants.NGHTTP2_INTERNAL_ERROR)
    expect(warned).not.toHaveBeenCalled()
    warned.mockRestore()
    session.destroy()
  })

  it('TRD-1: teardown functions run when the answer is sent, with the unhandled error or null', async () => {
    const { errors } = createErrors()
    const ends: string[] = []
    errors.teardown((error, { req }) => void ends.push(`${req.url} ${String(error)}`))
    errors.registerErrorHandler(TypeError, () => 'handled')
    const url = await serve(
      wrap(({ url: path }, res) => {
        if (path === '/fine') res.end()
        else throw path === '/handled' ? new TypeError() : new RangeError('unhandled')
      }, errors),
    )
    for (const path of ['/fine', '/handled', '/boom']) await (await fetch(url + path)).text()
    await expect.poll(() => ends).toEqual(['/fine null', '/handled null', '/boom RangeError: unhandled'])
  })
})

describe('wrap() with a scope', () => {
  it('looks errors up in the scope first, innermost first', async () => {
    const { errors } = createErrors()
    const admin = errors.scope('admin')
    const users = admin.scope('users')
    errors.registerErrorHandler(Error, () => 'app')
    admin.registerErrorHandler(Error, () => 'admin')
    users.registerErrorHandler(RangeError, () => 'users')
    const range = (): never => raise(new RangeError())
    const type = (): Promise<never> => Promise.reject(new TypeError())
    const routes = new Map<string, NodeHandler>([
      ['/app', range],
      ['/admin', wrap(range, admin)],
      ['/users', wrap(wrap(range, users), admin)],
      ['/type', wrap(type, users)],
    ])
    const url = await serve(wrap((req, res) => routes.get(req.url ?? '')?.(req, res), errors))
    const answers = await Promise.all(
      [...routes.keys()].map(async (path) => (await fetch(url + path)).text()),
    )
    expect(answers).toEqual(['app', 'admin', 'users', 'admin'])
  })

  it('is none of an error that is thrown after the scope was left', async () => {
    const { errors } = createErrors()
    const admin = errors.scope('admin')
    admin.registerErrorHandler(403, () => 'admin')
    errors.registerErrorHandler(404, () => 'app')
    const part = wrap(() => {
      throw new Forbidden()
    }, admin)
    const url = await serve(
      wrap(async (req, res) => {
        try {
          await part(req, res)
        } catch {
          throw new NotFound()
        }
      }, errors),
    )
    expect(await (await fetch(url)).text()).toBe('app')
  })
})

function raise(error: Error): never {
  throw error
}

/** Reads until the connection ends; `ended` says whether the last chunk came. */
function readRaw(url: string): Promise<{ readonly text: string; readonly ended: boolean }> {
  const socket = connectSocket(Number(new URL(url).port), '127.0.0.1')
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  let text = ''
  socket.on('data', (chunk) => (text += chunk.toString()))
  return new Promise((resolve) => {
    socket.on('error', () => {})
    socket.on('close', () => resolve({ text, ended: text.includes('\r\n0\r\n\r\n') }))
  })
}
