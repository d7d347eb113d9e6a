import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { createServer, get, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import Router from '@koa/router'
import createHttpError from 'http-errors'
import Koa from 'koa'
import { afterEach, describe, expect, it } from 'vitest'
import { Errors } from '../handlers/errors.ts'
import type { ErrorsOptions } from '../handlers/options.ts'
import { abort, HttpException, Unauthorized } from '../http/index.ts'
import { attach, type KoaContext } from './koa.ts'

const secret = new RangeError('secret-7731')
const running: Server[] = []

afterEach(() => {
  for (const server of running.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

function raise(thrown: unknown): never {
  throw thrown
}

interface Setup {
  readonly app: Koa
  readonly errors: Errors<KoaContext>
  readonly lines: string[]
}

function setup(options: ErrorsOptions = {}): Setup {
  const lines: string[] = []
  const log = {
    error: (message: string) => void lines.push(`error ${message}`),
    info: (message: string) => void lines.push(`info ${message}`),
  }
  const errors = new Errors<KoaContext>({ log, ...options })
  return { app: attach(new Koa(), errors), errors, lines }
}

async function listen(app: Koa): Promise<string> {
  const callback = app.callback()
  const server = createServer((req, res) => void callback(req, res)).listen(0, '127.0.0.1')
  running.push(server)
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Returns what arrived of a body, and whether it ended as it should. */
async function readBody(url: string): Promise<readonly [text: string, isWhole: boolean]> {
  const [message]: IncomingMessage[] = await once(get(url), 'response')
  let text = ''
  try {
    for await (const chunk of message ?? []) text += String(chunk)
  } catch {
    return [text, false]
  }
  return [text, true]
}

describe('attach(app, errors) on Koa', () => {
  it('makes a 404 of a request that nothing answered, and leaves one that the application chose', async () => {
    const { app, errors } = setup()
    errors.registerErrorHandler(404, () => ['app 404', 404])
    app.use((ctx) => {
      if (ctx.path === '/chosen') ctx.status = 404
      if (ctx.path === '/empty') ctx.body = null
    })
    const url = await listen(app)
    expect(await (await fetch(`${url}/none`)).text()).toBe('app 404')
    expect(await (await fetch(`${url}/chosen`)).text()).toBe('Not Found')
    expect((await fetch(`${url}/empty`)).status).toBe(204)
  })

  it('DSP-9: a body alone is 200, whatever the failed middleware had set', async () => {
    const { app, errors } = setup()
    errors.registerErrorHandler(RangeError, (_error, ctx) => {
      ctx.body = 'just body'
    })
    errors.registerErrorHandler(TypeError, () => 'returned')
    app.use((ctx) => {
      ctx.status = 201
      ctx.body = { a: 1 }
      raise(ctx.path === '/type' ? new TypeError() : secret)
    })
    const url = await listen(app)
    const native = await fetch(url)
    expect([native.status, await native.text(), native.headers.get('content-type')]).toEqual([
      200,
      'just body',
      'text/plain; charset=utf-8',
    ])
    const returned = await fetch(`${url}/type`)
    expect([returned.status, await returned.text()]).toEqual([200, 'returned'])
  })

  it('DSP-11: a handler that sets and returns nothing is an error; one that sets a status has answered', async () => {
    const { app, errors, lines } = setup()
    errors.registerErrorHandler(RangeError, () => undefined)
    errors.registerErrorHandler(TypeError, (_error, ctx) => {
      ctx.status = 204
    })
    app.use((ctx) => raise(ctx.path === '/type' ? new TypeError() : secret))
    const url = await listen(app)
    expect((await fetch(url)).status).toBe(500)
    expect((await fetch(`${url}/type`)).status).toBe(204)
    expect(lines).toEqual(['error Exception on / [GET]'])
  })

  it('keeps cookies and CORS headers, which Koa would clear, and no description of the failed body', async () => {
    const { app } = setup()
    app.use((ctx) => {
      ctx.set({ 'Access-Control-Allow-Origin': '*', ETag: '"x"', 'Content-Encoding': 'gzip', Vary: 'Origin' })
      ctx.cookies.set('a', '1')
      raise(new Unauthorized({ wwwAuthenticate: ['Basic realm="a"', 'Bearer'] }))
    })
    const { headers, status } = await fetch(await listen(app))
    expect(status).toBe(401)
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.getSetCookie()[0]).toMatch(/^a=1/)
    expect(headers.get('vary')).toMatch(/^Origin/)
    expect(headers.get('www-authenticate')).toBe('Basic realm="a", Bearer')
    expect([headers.get('etag'), headers.get('content-encoding')]).toEqual([null, null])
  })

  it("adopts ctx.throw and other HTTP errors of Koa's", async () => {
    const { app, errors } = setup()
    errors.registerErrorHandler(HttpException, (error) => [
      `${error.code} ${error.description}`,
      error.code ?? 500,
    ])
    app.use((ctx) => {
      if (ctx.path === '/throw') ctx.throw(400, 'name required')
      raise(createHttpError(409, 'conflicting'))
    })
    const url = await listen(app)
    expect(await (await fetch(`${url}/throw`)).text()).toBe('400 name required')
    expect(await (await fetch(url)).text()).toBe('409 conflicting')
  })

  it("tells the application's own 'error' listeners of unhandled errors, once, and does not need one", async () => {
    const { app, errors } = setup()
    const told: unknown[] = []
    app.on('error', (error) => void told.push(error))
    errors.registerErrorHandler(TypeError, () => 'handled')
    app.use((ctx) => raise(ctx.path === '/handled' ? new TypeError() : secret))
    const url = await listen(app)
    await fetch(`${url}/handled`)
    expect((await fetch(url)).status).toBe(500)
    expect(told).toEqual([secret])
  })

  it("CFG-1: a propagated error goes to Koa's own handler, non-errors too", async () => {
    const { app, lines } = setup({ testing: true })
    const told: unknown[] = []
    app.on('error', (error) => void told.push(error))
    app.use((ctx) => raise(ctx.path === '/undefined' ? undefined : secret))
    const url = await listen(app)
    const response = await fetch(url)
    expect([response.status, await response.text()]).toEqual([500, 'Internal Server Error'])
    expect((await fetch(`${url}/undefined`)).status).toBe(500)
    expect(told).toEqual([secret, expect.objectContaining({ name: 'NonErrorThrown' })])
    expect(lines).toEqual([])
  })

  it.each([
    ['a file that is not there', () => createReadStream('/no/such/file')],
    [
      'a stream that failed already',
      () => new Readable({ read: () => {} }).on('error', () => {}).destroy(secret),
    ],
    ['a stream that fails at once', () => new Readable({ read: () => raise(secret) })],
  ])('%s gets an error page', async (_name, make) => {
    const { app, lines } = setup()
    app.use(async (ctx) => {
      ctx.body = make()
      ctx.set('Content-Length', '100')
      if (_name.includes('already')) await new Promise((resolve) => setImmediate(resolve))
    })
    const response = await fetch(await listen(app))
    expect([response.status, response.headers.get('content-type')]).toEqual([
      500,
      expect.stringMatching(/^text\/html/),
    ])
    expect(lines).toEqual(['error Exception on / [GET]'])
  })

  it('sends streams as Koa does, those that come late, and HEAD', async () => {
    const { app } = setup()
    app.use((ctx) => {
      ctx.body = Readable.from(
        (async function* () {
          await new Promise((resolve) => setTimeout(resolve, 10))
          yield* ['a', 'b', 'c']
        })(),
      )
    })
    const url = await listen(app)
    expect(await (await fetch(url)).text()).toBe('abc')
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(200)
  })

  it('a web stream that fails breaks the connection and is logged once', async () => {
    const { app, lines } = setup()
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode('some bytes')
      await new Promise((resolve) => setTimeout(resolve, 20))
      raise(secret)
    }
    app.use((ctx) => {
      ctx.body = Readable.toWeb(Readable.from(failing()))
    })
    expect(await readBody(await listen(app))).toEqual(['some bytes', false])
    await expect.poll(() => lines).toEqual(['error Exception on / [GET] after the headers were sent'])
  })

  it('an error after raw writing breaks the connection', async () => {
    const { app, lines } = setup()
    app.use((ctx) => {
      ctx.res.write('begun')
      raise(secret)
    })
    expect(await readBody(await listen(app))).toEqual(['begun', false])
    expect(lines).toEqual(['error Exception on / [GET] after the headers were sent'])
  })

  it('a body that cannot be JSON is an error as any other', async () => {
    const { app, errors } = setup()
    errors.registerErrorHandler(TypeError, (_error, ctx) => {
      ctx.status = 418
      ctx.body = 'circular'
    })
    app.use((ctx) => {
      const circular: { self?: unknown } = {}
      circular.self = circular
      ctx.body = circular
    })
    const response = await fetch(await listen(app))
    expect([response.status, await response.text()]).toEqual([418, 'circular'])
  })

  it('TRD-1: teardown gets the unhandled error or null', async () => {
    const { app, errors } = setup()
    const seen: unknown[] = []
    errors.teardown((error, ctx) => void seen.push([ctx.path, error]))
    app.use((ctx) => (ctx.path === '/boom' ? raise(secret) : undefined))
    const url = await listen(app)
    for (const path of ['/boom', '/missing']) await (await fetch(url + path)).text()
    await expect
      .poll(() => seen)
      .toEqual([
        ['/boom', secret],
        ['/missing', null],
      ])
  })
})

describe('attach(router, scope) on Koa', () => {
  it('LKP-2, LKP-14: scopes nest as routers do, and unmatched paths and methods have none', async () => {
    const { app, errors } = setup()
    const outer = errors.scope('outer')
    const inner = outer.scope('inner')
    errors.registerErrorHandler(HttpException, (error) => [`app ${error.code}`, 500])
    outer.registerErrorHandler(HttpException, (error) => [`outer ${error.code}`, 500])
    inner.registerErrorHandler(403, () => ['inner 403', 500])
    const innerRouter = attach(new Router({ prefix: '/inner' }), inner)
    const outerRouter = attach(new Router({ prefix: '/outer' }), outer)
    for (const router of [innerRouter, outerRouter]) {
      router.get('/:code', (ctx) => abort(Number(ctx['params'].code)))
    }
    outerRouter.use(innerRouter.routes())
    app.use(outerRouter.routes())
    const url = await listen(app)
    const ask = async (path: string, method = 'GET'): Promise<string> =>
      (await fetch(url + path, { method })).text()
    expect(await ask('/outer/inner/403')).toBe('inner 403')
    expect(await ask('/outer/inner/418')).toBe('outer 418')
    expect(await ask('/outer/403')).toBe('outer 403')
    expect(await ask('/outer/inner/no/such')).toBe('app 404')
    expect(await ask('/outer/403', 'POST')).toBe('app 404')
  })

  it('leaves the answers of allowedMethods, and adopts what it throws', async () => {
    for (const options of [{}, { throw: true }]) {
      const { app, errors } = setup()
      const scope = errors.scope('sub')
      scope.registerErrorHandler(HttpException, () => 'scope')
      errors.registerErrorHandler(405, () => ['app 405', 405])
      const router = attach(new Router({ prefix: '/sub' }), scope)
      router.get('/', (ctx) => {
        ctx.body = 'ok'
      })
      app.use(router.routes()).use(router.allowedMethods(options))
      const response = await fetch(`${await listen(app)}/sub`, { method: 'POST' })
      expect([response.status, await response.text()]).toEqual([
        405,
        'throw' in options ? 'app 405' : 'Method Not Allowed',
      ])
    }
  })
})

describe('attach() on Koa, used wrongly', () => {
  it('refuses an application that has errors already', () => {
    const { app, errors } = setup()
    expect(() => attach(app, errors)).toThrow('attach() was called for this application or router already.')
  })

  it('refuses middleware and routes that were added before, whose errors would not arrive', () => {
    const { errors } = setup()
    const app = new Koa().use(async () => {})
    expect(() => attach(app, errors)).toThrow('attach() must come first: the 1 handlers')
    const router = new Router().use(async (_ctx, next) => next())
    expect(attach(router, errors.scope('before'))).toBe(router)
    const late = new Router().get('/', () => {})
    expect(() => attach(late, errors.scope('late'))).toThrow('attach() must come first: the 1 handlers')
  })
})
