import { once } from 'node:events'
import {
  Agent,
  createServer,
  get,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import Router from '@koa/router'
import Fastify from 'fastify'
import { Hono, type Context } from 'hono'
import Koa from 'koa'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Errors } from '../handlers/errors.ts'
import { abort, Forbidden, HttpException, InternalServerError, NotFound } from '../http/index.ts'
import { attach as attachFastify, type FastifyContext } from './fastify.ts'
import { wrap } from './fetch.ts'
import { attach as attachHono } from './hono.ts'
import { attach as attachKoa, type KoaContext } from './koa.ts'

class PaymentError extends Error {}
class CardError extends PaymentError {}
class BodyOnly extends Error {}
class Clumsy extends Error {}
class GoneForGood extends NotFound {
  static override readonly code = 410
}

/** One log line. */
type Line = readonly [level: string, message: string, error?: unknown]

const routes: Readonly<Record<string, () => unknown>> = {
  '/ok': () => 'ok',
  '/abort/403': () => abort(403),
  '/abort/418': () => abort(418),
  '/gone': () => raise(new GoneForGood()),
  '/payment': () => raise(new PaymentError('no funds')),
  '/card': () => raise(new CardError('declined')),
  '/type-error': () => raise(new TypeError('type')),
  '/boom': () => raise(new RangeError('secret-7731')),
  '/async-boom': async () => {
    await Promise.resolve()
    raise(new RangeError('late'))
  },
  '/abort/500': () => abort(500),
  '/throw-string': () => raise('a string'),
  '/throw-undefined': () => raise(undefined),
  '/throw-null': () => raise(null),
  '/throw-0': () => raise(0),
  '/throw-route': () => raise('route'),
  '/throw-response': () => raise(new Response('thrown', { status: 299 })),
  '/frozen': () => raise(Object.freeze(new RangeError('frozen'))),
  '/clumsy': () => raise(new Clumsy('ow')),
  '/body-only': () => raise(new BodyOnly('x')),
  '/abort-response': () => abort(new Response('custom', { status: 299, headers: { 'x-own': 'yes' } })),
}

const adminRoutes: Readonly<Record<string, () => unknown>> = {
  '/forbidden': () => abort(403),
  '/not-found': () => abort(404),
  '/teapot': () => abort(418),
  '/type-error': () => raise(new TypeError('type')),
  '/throw-undefined': () => raise(undefined),
}

/** Leaves a body half-way, as a handler does that finds a fault in it. */
async function leaveHalfWay(body: AsyncIterable<unknown> | null): Promise<unknown> {
  for await (const _chunk of body ?? []) throw new RangeError('half-way')
  return 'all'
}

function raise(thrown: unknown): never {
  throw thrown
}

function nameOfOriginal(error: HttpException): string {
  return error instanceof InternalServerError && error.originalException instanceof Error
    ? error.originalException.name
    : 'none'
}

async function* failing(): AsyncGenerator<string> {
  yield 'some bytes'
  await new Promise((resolve) => setTimeout(resolve, 20))
  throw new RangeError('mid-stream')
}

/** An application's errors with the handlers of the conformance application, and what was logged. */
function createErrors<C>(lines: Line[]): Errors<C> {
  const errors = new Errors<C>({
    log: {
      error: (message, error) => void lines.push(['error', message, error]),
      info: (message) => void lines.push(['info', message]),
    },
  })
  errors.registerErrorHandler(404, () => ['app 404', 404])
  errors.registerErrorHandler(Forbidden, () => ['app forbidden', 403])
  errors.registerErrorHandler(HttpException, (error) => [error.toJSON(), error.code ?? 500])
  errors.registerErrorHandler(TypeError, () => ['app type error', 500])
  errors.registerErrorHandler(PaymentError, (error) => [`payment: ${error.message}`, 402])
  errors.registerErrorHandler(BodyOnly, () => 'just body')
  errors.registerErrorHandler(Clumsy, () => raise(new SyntaxError('clumsy')))
  errors.registerErrorHandler(500, (error) => [`app 500: ${nameOfOriginal(error)}`, 500])
  return errors
}

function createAdmin<C>(errors: Errors<C>): ReturnType<Errors<C>['scope']> {
  const admin = errors.scope('admin')
  admin.registerErrorHandler(403, () => ['admin 403', 403])
  admin.registerErrorHandler(HttpException, (error) => ['admin http', error.code ?? 500])
  admin.registerErrorHandler(Error, () => ['admin error', 500])
  return admin
}

function serve(listener: (req: IncomingMessage, res: ServerResponse) => Promise<void>): Server {
  return createServer((req, res) => void listener(req, res))
}

async function honoApp(lines: Line[]): Promise<Server> {
  const errors = createErrors<Context>(lines)
  const app = attachHono(new Hono(), errors)
  const admin = attachHono(new Hono(), createAdmin(errors))
  for (const [path, run] of Object.entries(routes)) app.get(path, async (c) => c.text(String(await run())))
  for (const [path, run] of Object.entries(adminRoutes))
    admin.get(path, async (c) => c.text(String(await run())))
  app.post('/upload', async (c) => c.text(String(await leaveHalfWay(c.req.raw.body))))
  app.get('/stream', () => new Response(Readable.toWeb(Readable.from(failing())) as ReadableStream))
  app.route('/admin', admin)
  return serve(getRequestListener(app.fetch))
}

async function fetchApp(lines: Line[]): Promise<Server> {
  const errors = createErrors<Request>(lines)
  const admin = wrap(async (request: Request) => {
    const run = adminRoutes[new URL(request.url).pathname.slice('/admin'.length)]
    return run === undefined ? undefined : new Response(String(await run()))
  }, createAdmin(errors))
  const handler = wrap(async (request: Request) => {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/admin/')) return admin(request)
    if (pathname === '/upload') return new Response(String(await leaveHalfWay(request.body)))
    if (pathname === '/stream')
      return new Response(Readable.toWeb(Readable.from(failing())) as ReadableStream)
    const run = routes[pathname]
    return run === undefined ? undefined : new Response(String(await run()))
  }, errors)
  return serve(getRequestListener(handler))
}

async function koaApp(lines: Line[]): Promise<Server> {
  const errors = createErrors<KoaContext>(lines)
  const app = attachKoa(new Koa(), errors)
  const router = new Router()
  const admin = attachKoa(new Router({ prefix: '/admin' }), createAdmin(errors))
  for (const [path, run] of Object.entries(routes)) {
    router.get(path, async (ctx) => {
      ctx.body = await run()
    })
  }
  for (const [path, run] of Object.entries(adminRoutes)) {
    admin.get(path, async (ctx) => {
      ctx.body = await run()
    })
  }
  router.post('/upload', async (ctx) => {
    ctx.body = await leaveHalfWay(ctx.req)
  })
  router.get('/stream', (ctx) => {
    ctx.body = Readable.from(failing())
  })
  app.use(router.routes()).use(admin.routes())
  return serve(app.callback())
}

async function fastifyApp(lines: Line[]): Promise<Server> {
  const errors = createErrors<FastifyContext>(lines)
  const app = attachFastify(Fastify(), errors)
  const admin = createAdmin(errors)
  for (const [path, run] of Object.entries(routes)) app.get(path, run)
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  app.post('/upload', (request) => leaveHalfWay(request.raw))
  app.get('/stream', () => Readable.from(failing()))
  await app.register(
    async (instance) => {
      attachFastify(instance, admin)
      for (const [path, run] of Object.entries(adminRoutes)) instance.get(path, run)
    },
    { prefix: '/admin' },
  )
  await app.ready()
  return app.server
}

const table: readonly (readonly [path: string, status: number, body: unknown])[] = [
  ['/ok', 200, 'ok'],
  ['/missing', 404, 'app 404'],
  ['/abort/403', 403, 'app forbidden'],
  ['/abort/418', 418, expect.objectContaining({ code: 418, name: "I'm a Teapot" })],
  ['/gone', 410, expect.objectContaining({ code: 410, name: 'Gone' })],
  ['/payment', 402, 'payment: no funds'],
  ['/card', 402, 'payment: declined'],
  ['/type-error', 500, 'app type error'],
  ['/boom', 500, 'app 500: RangeError'],
  ['/async-boom', 500, 'app 500: RangeError'],
  ['/abort/500', 500, 'app 500: none'],
  ['/throw-string', 500, 'app 500: NonErrorThrown'],
  ['/throw-undefined', 500, 'app 500: NonErrorThrown'],
  ['/throw-null', 500, 'app 500: NonErrorThrown'],
  ['/throw-0', 500, 'app 500: NonErrorThrown'],
  ['/throw-route', 500, 'app 500: NonErrorThrown'],
  ['/throw-response', 299, 'thrown'],
  ['/frozen', 500, 'app 500: RangeError'],
  ['/clumsy', 500, 'app 500: SyntaxError'],
  ['/body-only', 200, 'just body'],
  ['/abort-response', 299, 'custom'],
  ['/admin/forbidden', 403, 'admin 403'],
  ['/admin/not-found', 404, 'app 404'],
  ['/admin/teapot', 418, 'admin http'],
  ['/admin/type-error', 500, 'admin error'],
  ['/admin/throw-undefined', 500, 'admin error'],
  ['/admin/nowhere', 404, 'app 404'],
]

describe.each([
  ['fetch', fetchApp],
  ['hono', honoApp],
  ['koa', koaApp],
  ['fastify', fastifyApp],
] as const)('the %s adapter', (_name, create) => {
  const lines: Line[] = []
  let server: Server
  let origin: string

  beforeAll(async () => {
    server = await create(lines)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  it.each(table)('answers GET %s with %i', async (path, status, body) => {
    const response = await fetch(origin + path)
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false
    const parsed: unknown = isJson ? JSON.parse(text) : text
    expect([response.status, parsed]).toEqual([status, body])
  })

  it('answers HEAD of a missing path with the headers of GET and no body', async () => {
    const response = await fetch(`${origin}/missing`, { method: 'HEAD' })
    expect(response.status).toBe(404)
    expect(response.headers.get('content-length')).toBe('7')
    expect(await response.text()).toBe('')
  })

  it('sends the reference id with every error answer', async () => {
    for (const path of ['/missing', '/boom', '/admin/teapot']) {
      const response = await fetch(origin + path)
      expect(response.headers.get('x-request-error')).toMatch(/^[0-9a-f]{32}$/)
    }
  })

  it('keeps the connection for the next request after an error', async () => {
    for (let i = 0; i < 3; i++) expect((await fetch(`${origin}/boom`)).status).toBe(500)
    expect(await (await fetch(`${origin}/ok`)).text()).toBe('ok')
  })

  it('SRV-3: after a body that was left half-way the connection ends, so that no next request waits', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    try {
      const headers = { 'content-type': 'application/octet-stream', 'content-length': String(1_000_000) }
      const upload = request(`${origin}/upload`, { method: 'POST', agent, headers })
      upload.on('error', () => {})
      upload.end(Buffer.alloc(1_000_000))
      const [answer]: IncomingMessage[] = await once(upload, 'response')
      expect([answer?.statusCode, answer?.headers.connection]).toEqual([500, 'close'])
      answer?.resume()
      const [next]: IncomingMessage[] = await once(get(`${origin}/ok`, { agent }), 'response')
      expect(next?.statusCode).toBe(200)
      next?.resume()
    } finally {
      agent.destroy()
    }
  })

  it('breaks the connection of a body that fails, after its first bytes, and says so once', async () => {
    lines.length = 0
    const { response, error } = await read(`${origin}/stream`)
    expect([response.status, response.text]).toEqual([200, 'some bytes'])
    expect(error).toBe('ECONNRESET')
    await expect
      .poll(() => lines)
      .toEqual([
        [
          'error',
          'Exception on /stream [GET] after the headers were sent',
          expect.objectContaining({ message: 'mid-stream' }),
        ],
      ])
  })
})

/** What a client sees of a response, and the code of the error it ends with. */
async function read(
  url: string,
): Promise<{ response: { status: number | undefined; text: string }; error: unknown }> {
  const [message]: IncomingMessage[] = await once(get(url), 'response')
  if (message === undefined) throw new Error('no response')
  let text = ''
  try {
    for await (const chunk of message) text += String(chunk)
  } catch (error) {
    return { response: { status: message.statusCode, text }, error: (error as NodeJS.ErrnoException).code }
  }
  return { response: { status: message.statusCode, text }, error: undefined }
}
