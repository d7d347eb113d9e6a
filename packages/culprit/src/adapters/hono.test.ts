import { Hono, type Context } from 'hono'
import { cors } from 'hono/cors'
import { HTTPException } from 'hono/http-exception'
import { describe, expect, it } from 'vitest'
import { Errors } from '../handlers/errors.ts'
import type { ErrorsOptions } from '../handlers/options.ts'
import { abort, HttpException, TooManyRequests, Unauthorized } from '../http/index.ts'
import { attach } from './hono.ts'

function createErrors(options: ErrorsOptions = {}): {
  readonly errors: Errors<Context>
  readonly lines: string[]
} {
  const lines: string[] = []
  const log = {
    error: (message: string) => void lines.push(`error ${message}`),
    info: (message: string) => void lines.push(`info ${message}`),
  }
  return { errors: new Errors<Context>({ log, ...options }), lines }
}

function raise(thrown: unknown): never {
  throw thrown
}

const secret = new RangeError('secret-7731')

describe('attach(app, errors) on Hono', () => {
  it.each([undefined, 'text/html', 'application/json', 'text/plain'])(
    'leaks nothing of an unhandled error to Accept: %s',
    async (accept) => {
      const { errors, lines } = createErrors()
      const app = attach(new Hono(), errors)
      app.get('/boom', () => raise(secret))
      const response = await app.request('/boom', accept === undefined ? {} : { headers: { accept } })
      const text = await response.text()
      expect(response.status).toBe(500)
      expect(text + JSON.stringify([...response.headers])).not.toMatch(/secret|RangeError|\.ts:/)
      expect(lines).toEqual(['error Exception on /boom [GET]'])
    },
  )

  it('answers the error of an outermost middleware that comes after the route has answered', async () => {
    const { errors, lines } = createErrors()
    const ended: unknown[] = []
    errors.teardown((error) => void ended.push(error))
    const app = attach(new Hono(), errors)
    app.use(async (c, next) => {
      await next()
      c.header('X-Late', 'yes')
      throw secret
    })
    app.use(async (_c, next) => next())
    app.get('/', (c) => c.text('answered'))
    const response = await app.request('/')
    expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('500')])
    expect([lines, ended]).toEqual([['error Exception on / [GET]'], [secret]])
  })

  it('ends a request once, whether its handler is the only one, middleware, or none', async () => {
    const { errors } = createErrors()
    let ends = 0
    errors.teardown(() => void (ends += 1))
    const app = attach(new Hono(), errors)
    app.get('/alone', (c) => c.text('alone'))
    app.get('/declares-next', (c, _next) => c.text('next'))
    app.get('/fails', () => abort(403))
    app.use('/under/*', async (_c, next) => next())
    app.get('/under/route', async (c) => c.text('route'))
    const paths = ['/alone', '/declares-next', '/fails', '/under/route', '/under/nothing', '/nothing']
    const statuses = []
    for (const path of paths) statuses.push((await app.request(path)).status, ends)
    expect(statuses).toEqual([200, 1, 200, 2, 403, 3, 200, 4, 404, 5, 404, 6])
  })

  it('shows middleware the error of a route on its context', async () => {
    const { errors } = createErrors()
    const seen: unknown[] = []
    const app = attach(new Hono(), errors)
    app.use(async (c, next) => {
      await next()
      seen.push(c.error, c.res.status)
    })
    app.get('/', () => raise(secret))
    await app.request('/')
    expect(seen).toEqual([secret, 500])
  })

  it('CFG-2: testing rejects with the very same error, once, through middleware and sub-apps', async () => {
    const { errors, lines } = createErrors({ testing: true })
    const told: unknown[] = []
    errors.on('unhandled', ({ error }) => void told.push(error))
    const app = attach(new Hono(), errors)
    app.use(async (_c, next) => next())
    const sub = attach(new Hono(), errors.scope('sub'))
    sub.use(async (_c, next) => next())
    sub.get('/boom', () => raise(secret))
    app.route('/sub', sub)
    await expect(app.request('/sub/boom')).rejects.toBe(secret)
    expect([told, lines]).toEqual([[secret], []])
  })

  it('CFG-2: testing rejects with an error around what is none', async () => {
    const { errors } = createErrors({ testing: true })
    const app = attach(new Hono(), errors)
    const sub = attach(new Hono(), errors.scope('sub'))
    sub.get('/boom', () => raise('text'))
    app.route('/sub', sub)
    await expect(app.request('/sub/boom')).rejects.toMatchObject({ name: 'NonErrorThrown', value: 'text' })
  })

  it('DSP-9: a body alone is 200 although the failed handler had set a status', async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(RangeError, (_error, c) => c.text('just body'))
    const app = attach(new Hono(), errors)
    app.get('/', (c) => {
      c.status(201)
      return raise(secret)
    })
    expect((await app.request('/')).status).toBe(200)
  })

  it('keeps CORS headers and cookies of the failed response, not those that described its body', async () => {
    const { errors } = createErrors()
    const app = attach(new Hono(), errors)
    app.use(cors({ origin: 'https://a.example' }))
    app.get('/', (c) => {
      c.header('Set-Cookie', 'a=1')
      c.header('Cache-Control', 'max-age=60')
      c.header('ETag', '"x"')
      c.header('Content-Encoding', 'gzip')
      return raise(secret)
    })
    const { headers } = await app.request('/', { headers: { origin: 'https://a.example' } })
    expect(headers.get('access-control-allow-origin')).toBe('https://a.example')
    expect(headers.get('set-cookie')).toBe('a=1')
    expect([headers.get('etag'), headers.get('content-encoding')]).toEqual([null, null])
    expect(headers.get('cache-control')).not.toBe('max-age=60')
    expect(headers.get('content-type')).toMatch(/^text\/html/)
  })

  it('sends a header that comes several times', async () => {
    const { errors } = createErrors()
    const app = attach(new Hono(), errors)
    app.get('/', () => raise(new Unauthorized({ wwwAuthenticate: ['Basic realm="a"', 'Bearer'] })))
    app.get('/slow', () => raise(new TooManyRequests({ retryAfter: 7 })))
    expect((await app.request('/')).headers.get('www-authenticate')).toBe('Basic realm="a", Bearer')
    expect((await app.request('/slow')).headers.get('retry-after')).toBe('7')
  })

  it("adopts Hono's own HTTPException", async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(403, (error) => [`403 ${error.name}`, 403])
    const app = attach(new Hono(), errors)
    app.get('/', () => raise(new HTTPException(403, { message: 'no' })))
    const response = await app.request('/')
    expect([response.status, await response.text()]).toEqual([403, expect.stringMatching(/^403 /)])
  })

  it('passes on what a handler returns, also a promise of c.json', async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(RangeError, async (_error, c: Context) =>
      c.json({ a: 1 }, 409, { 'x-own': '1' }),
    )
    const app = attach(new Hono(), errors)
    app.get('/', () => raise(secret))
    const response = await app.request('/')
    expect([response.status, await response.json(), response.headers.get('x-own')]).toEqual([
      409,
      { a: 1 },
      '1',
    ])
    expect(response.headers.get('x-request-error')).toBe(errors.referenceOf(secret))
  })

  it('EXC-6: sends an aborted response with its own headers', async () => {
    const { errors } = createErrors()
    const app = attach(new Hono(), errors)
    app.get('/', () => abort(new Response('mine', { status: 299, headers: { etag: '"own"' } })))
    const response = await app.request('/')
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([
      299,
      '"own"',
      'mine',
    ])
  })

  it('answers errors of middleware, before and after next()', async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(RangeError, () => ['caught', 500])
    const app = attach(new Hono(), errors)
    app.use('/before', () => raise(secret))
    app.use('/after', async (_c, next) => {
      await next()
      raise(secret)
    })
    app.use('/after-string', async (_c, next) => {
      await next()
      raise('text')
    })
    app.get('*', (c) => c.text('fine'))
    expect(await (await app.request('/before')).text()).toBe('caught')
    expect(await (await app.request('/after')).text()).toBe('caught')
    expect((await app.request('/after-string')).status).toBe(500)
  })

  it('a client that is gone is told nothing, and one line is logged', async () => {
    const { errors, lines } = createErrors()
    const app = attach(new Hono(), errors)
    const controller = new AbortController()
    app.get('/', () => {
      controller.abort()
      return raise(secret)
    })
    await app.request('/', { signal: controller.signal })
    expect(lines).toEqual(['info Client disconnected on / [GET]'])
  })
})

describe('attach(subApp, scope) on Hono', () => {
  it('LKP-2: looks into the innermost scope first, then the outer ones, then the application', async () => {
    const { errors } = createErrors()
    const outer = errors.scope('outer')
    const inner = outer.scope('inner')
    errors.registerErrorHandler(HttpException, (error) => [`app ${error.code}`, 500])
    outer.registerErrorHandler(HttpException, (error) => [`outer ${error.code}`, 500])
    inner.registerErrorHandler(403, () => ['inner 403', 500])
    const app = attach(new Hono(), errors)
    const outerApp = attach(new Hono(), outer)
    const innerApp = attach(new Hono(), inner)
    innerApp.get('/:code', (c) => abort(Number(c.req.param('code'))))
    outerApp.route('/inner', innerApp)
    outerApp.get('/:code', (c) => abort(Number(c.req.param('code'))))
    app.route('/outer', outerApp)
    app.get('/:code', (c) => abort(Number(c.req.param('code'))))
    const bodies = ['/outer/inner/403', '/outer/inner/418', '/outer/403', '/418', '/outer/inner/no/such'].map(
      async (path) => (await app.request(path)).text(),
    )
    expect(await Promise.all(bodies)).toEqual(['inner 403', 'outer 418', 'outer 403', 'app 418', 'app 404'])
  })

  it('LKP-14: an unmatched path or method under the prefix has no scope, whatever runs there', async () => {
    const { errors } = createErrors()
    const scope = errors.scope('sub')
    scope.registerErrorHandler(404, () => ['scope 404', 404])
    const app = attach(new Hono(), errors)
    const sub = attach(new Hono(), scope)
    sub.use(async (_c, next) => next())
    sub.get('/here', (c) => c.text('here'))
    app.route('/sub', sub)
    for (const [path, method] of [
      ['/sub/nowhere', 'GET'],
      ['/sub/here', 'POST'],
    ] as const) {
      expect(await (await app.request(path, { method })).text()).not.toBe('scope 404')
    }
  })

  it('TRD-1, TRD-3: teardown gets the unhandled error or null, scopes first', async () => {
    const { errors } = createErrors()
    const seen: unknown[] = []
    const scope = errors.scope('sub')
    errors.teardown((error) => void seen.push(['app', error]))
    scope.teardown((error) => void seen.push(['sub', error]))
    errors.registerErrorHandler(TypeError, () => 'handled')
    const app = attach(new Hono(), errors)
    const sub = attach(new Hono(), scope)
    sub.get('/ok', (c) => c.text('ok'))
    sub.get('/handled', () => raise(new TypeError()))
    sub.get('/boom', () => raise(secret))
    app.route('/sub', sub)
    const order = []
    for (const path of ['/sub/ok', '/sub/handled', '/sub/boom', '/sub/nowhere']) {
      seen.length = 0
      await app.request(path)
      await new Promise((resolve) => setImmediate(resolve))
      order.push([...seen])
    }
    expect(order).toEqual([
      [
        ['sub', null],
        ['app', null],
      ],
      [
        ['sub', null],
        ['app', null],
      ],
      [
        ['sub', secret],
        ['app', secret],
      ],
      [['app', null]],
    ])
  })
})

describe('attach() on Hono, used wrongly', () => {
  it('refuses an application that has errors already', () => {
    const app = attach(new Hono(), createErrors().errors)
    expect(() => attach(app, createErrors().errors)).toThrow(
      'attach() was called for this application or router already.',
    )
  })

  it('refuses an application that has routes already, whose errors would not arrive', () => {
    const app = new Hono().get('/', (c) => c.text('ok'))
    expect(() => attach(app, createErrors().errors)).toThrow('attach() must come first: the 1 handlers')
    expect(() => attach(app, createErrors().errors.scope('a'))).toThrow('attach() must come first')
  })
})

describe('attach(app, errors) on Hono, answers through the context', () => {
  it('DSP-9: a status and headers that a handler chooses on the context go with what it returns', async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(RangeError, (_error, c) => {
      c.status(451)
      c.header('X-Own', 'yes')
      return 'not here'
    })
    errors.registerErrorHandler(TypeError, (_error, c) => {
      c.status(451)
      return ['said', 409]
    })
    const app = attach(new Hono(), errors)
    app.get('/', () => raise(secret))
    app.get('/said', () => raise(new TypeError()))
    const response = await app.request('/')
    expect([response.status, response.headers.get('x-own'), await response.text()]).toEqual([
      451,
      'yes',
      'not here',
    ])
    expect((await app.request('/said')).status).toBe(409)
  })

  it('TRD-1: a handler that returns nothing is an unhandled error, with headers and teardown', async () => {
    const { errors, lines } = createErrors()
    const seen: unknown[] = []
    const scope = errors.scope('sub')
    errors.teardown((error) => void seen.push(['app', error]))
    scope.teardown((error) => void seen.push(['sub', error]))
    errors.registerErrorHandler(500, () => new Response('sorry', { status: 500 }))
    const app = attach(new Hono(), errors)
    app.use(cors({ origin: 'https://a.example' }))
    const sub = attach(new Hono(), scope)
    // What forgets to answer has no type that Hono accepts.
    Reflect.apply(sub.get, sub, ['/nothing', () => undefined])
    app.route('/sub', sub)
    const response = await app.request('/sub/nothing', { headers: { origin: 'https://a.example' } })
    await new Promise((resolve) => setImmediate(resolve))
    expect([response.status, await response.text()]).toEqual([500, 'sorry'])
    expect(response.headers.get('access-control-allow-origin')).toBe('https://a.example')
    const nothing = expect.objectContaining({ message: expect.stringContaining('Context is not finalized') })
    expect(seen).toEqual([
      ['sub', nothing],
      ['app', nothing],
    ])
    expect(lines).toEqual(['error Exception on /sub/nothing [GET]'])
  })

  it('CFG-2: a handler that returns nothing rejects in tests', async () => {
    const { errors } = createErrors({ testing: true })
    const app = attach(new Hono(), errors)
    Reflect.apply(app.get, app, ['/', () => undefined])
    await expect(app.request('/')).rejects.toThrow('Context is not finalized')
  })
})
