import type { Server } from 'node:http'
import express, { type Express, type Router } from 'express'
import express4 from 'express-4'
import { afterEach, describe, expect, it } from 'vitest'
import { culprit, type Culprit, type CulpritOptions } from '../index.ts'
import { Forbidden, NonErrorThrown, NotFound } from '../http/index.ts'
import { attach, type ExpressContext } from './express.ts'

const releases: readonly {
  readonly name: string
  readonly create: () => Express
  readonly router: () => Router
}[] = [
  { name: 'Express 4', create: express4, router: express4.Router },
  { name: 'Express 5', create: express, router: express.Router },
]

const hostile: readonly (readonly [string, unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['0', 0],
  ["''", ''],
  ['false', false],
  ['NaN', Number.NaN],
  ["'route'", 'route'],
  ["'router'", 'router'],
]

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.close()
    server.closeAllConnections()
  }
})

async function serve(app: Express): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const server = app.listen(0, '127.0.0.1')
  servers.push(server)
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init)
}

function createErrors(options: CulpritOptions = {}): { errors: Culprit<ExpressContext>; lines: string[] } {
  const lines: string[] = []
  const log = {
    error: (message: string, error: unknown) => void lines.push(`${message} ${String(error)}`),
    info: (message: string) => void lines.push(message),
  }
  return { errors: culprit<ExpressContext>({ log, ...options }), lines }
}

describe.each(releases)('attach() on $name', ({ create, router: createRouter }) => {
  describe.each(hostile)('an error handler is given %s as NonErrorThrown', (_name, value) => {
    it.each(['thrown', 'rejected', 'thrown in a router', 'rejected in middleware', 'thrown for a parameter'])(
      'when it is %s',
      async (how) => {
        const { errors } = createErrors()
        errors.registerErrorHandler(NonErrorThrown, (error) => [{ same: Object.is(error.value, value) }, 500])
        const app = attach(create(), errors)
        const router = createRouter()
        if (how === 'thrown')
          router.get('/x', () => {
            throw value
          })
        if (how === 'rejected') router.get('/x', () => Promise.reject(value))
        if (how === 'thrown in a router')
          router.use(
            createRouter().get('/x', () => {
              throw value
            }),
          ) // oxlint-disable-line
        if (how === 'rejected in middleware') router.use(() => Promise.reject(value))
        if (how === 'thrown for a parameter')
          router
            .param('id', () => {
              throw value
            })
            .get('/:id', () => {}) // oxlint-disable-line
        app.use(router)
        app.get('/x', (_req, res) => void res.send('the next route'))
        const ask = await serve(app)
        const response = await ask('/x')
        expect([response.status, await response.json()]).toEqual([500, { same: true }])
      },
    )
  })

  it("leaves next('route'), next('router') and next() their meaning", async () => {
    const { errors } = createErrors()
    const app = attach(create(), errors)
    app.get(
      '/a',
      (_req, _res, next) => next('route'),
      () => {
        throw new Error('skipped')
      },
    )
    app.get('/a', (_req, res) => void res.send('second route'))
    const router = createRouter()
    router.use((_req, _res, next) => next('router'))
    router.get('/b', () => {
      throw new Error('skipped')
    })
    app.use(router)
    app.get(
      '/b',
      (_req, _res, next) => next(),
      (_req, res) => void res.send('after the router'),
    )
    const ask = await serve(app)
    expect(await (await ask('/a')).text()).toBe('second route')
    expect(await (await ask('/b')).text()).toBe('after the router')
  })

  it('covers routes, routers and parameters that were registered before', async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(NonErrorThrown, () => 'ours')
    const app = create()
    const router = createRouter()
    router.get('/routed', () => {
      throw undefined
    }) // oxlint-disable-line
    router.param('id', () => Promise.reject(null)).get('/param/:id', () => {})
    app.get('/early', async () => {
      throw 'route'
    }) // oxlint-disable-line
    app.use(router)
    attach(app, errors)
    const ask = await serve(app)
    for (const path of ['/early', '/routed', '/param/1']) expect(await (await ask(path)).text()).toBe('ours')
  })

  it('has error middleware of the application first, and shows it the value that was thrown', async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(NonErrorThrown, (error) => `ours: ${String(error.value)}`)
    const app = attach(create(), errors)
    const seen: unknown[] = []
    app.get('/passed-on', () => {
      throw 'route'
    }) // oxlint-disable-line
    app.get('/dealt-with', () => {
      throw undefined
    }) // oxlint-disable-line
    app.get('/replaced', () => {
      throw undefined
    }) // oxlint-disable-line
    app.use((error: unknown, req: express.Request, res: express.Response, next: express.NextFunction) => {
      seen.push(error)
      if (req.path === '/dealt-with') res.send('theirs')
      else next(req.path === '/replaced' ? new Forbidden() : error)
    })
    const ask = await serve(app)
    expect(await (await ask('/passed-on')).text()).toBe('ours: route')
    expect(await (await ask('/dealt-with')).text()).toBe('theirs')
    expect((await ask('/replaced')).status).toBe(403)
    expect(seen).toEqual(['route', undefined, undefined])
  })

  it('has a mounted application with errors of its own answer its errors, and leave missing routes to the outer one', async () => {
    const outer = createErrors().errors
    const inner = createErrors().errors
    outer.registerErrorHandler(Error, (error) => `outer: ${error.name}`)
    inner.registerErrorHandler(Error, (error) => `inner: ${error.name}`)
    const app = attach(create(), outer)
    const mounted = attach(create(), inner)
    mounted.get('/boom', () => {
      throw new RangeError()
    })
    app.use('/mounted', mounted)
    const ask = await serve(app)
    expect(await (await ask('/mounted/boom')).text()).toBe('inner: RangeError')
    expect(await (await ask('/mounted/missing')).text()).toBe('outer: NotFound')
  })

  it('covers a mounted application that has none', async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(NonErrorThrown, () => 'outer')
    const mounted = create()
    mounted.get('/boom', async () => {
      throw 0
    }) // oxlint-disable-line
    const ask = await serve(attach(create(), errors).use('/mounted', mounted))
    expect(await (await ask('/mounted/boom')).text()).toBe('outer')
  })

  it('leaves settings that count until the router is made', async () => {
    const { errors } = createErrors()
    const app = attach(create(), errors)
    app.enable('strict routing')
    app.get('/strict', (_req, res) => void res.send('here'))
    const ask = await serve(app)
    expect((await ask('/strict')).status).toBe(200)
    expect((await ask('/strict/')).status).toBe(404)
  })

  it('touches no other application', async () => {
    const { errors } = createErrors()
    attach(create(), errors)
    const other = create().set('env', 'test')
    other.get('/x', () => {
      throw undefined
    }) // oxlint-disable-line
    other.get('/x', (_req, res) => void res.send('Express takes it for no error'))
    const ask = await serve(other)
    expect(await (await ask('/x')).text()).toBe('Express takes it for no error')
  })

  it('refuses what is no application, and a second time', () => {
    const { errors } = createErrors()
    expect(() => attach(createRouter(), errors)).toThrow(TypeError)
    expect(() => attach({}, errors.scope('nothing'))).toThrow(TypeError)
    const app = attach(create(), errors)
    expect(() => attach(app, errors)).toThrow('attach() was called for this application already')
  })

  it('answers 400 for an URL that cannot be decoded', async () => {
    const { errors } = createErrors()
    const app = attach(create(), errors)
    app.get('/:id', (_req, res) => void res.send('here'))
    expect((await (await serve(app))('/%ff')).status).toBe(400)
  })

  it('leaves the automatic answer to OPTIONS', async () => {
    const { errors } = createErrors()
    const app = attach(create(), errors)
    app.get('/x', (_req, res) => void res.send('here'))
    const response = await (await serve(app))('/x', { method: 'OPTIONS' })
    expect([response.status, response.headers.get('allow')]).toEqual([200, expect.stringContaining('GET')])
  })

  it('logs an error after a complete answer and leaves the connection alone', async () => {
    const { errors, lines } = createErrors()
    const app = attach(create(), errors)
    app.get('/x', async (_req, res) => {
      res.send('complete')
      throw new RangeError('too late')
    })
    const response = await (await serve(app))('/x')
    expect(await response.text()).toBe('complete')
    expect(lines).toEqual([expect.stringContaining('too late')])
  })

  describe('scopes', () => {
    function withScopes(): { errors: Culprit<ExpressContext>; app: Express; admin: Router; users: Router } {
      const { errors } = createErrors()
      const scope = errors.scope('admin')
      const nested = scope.scope('users')
      errors.registerErrorHandler(404, () => ['app 404', 404])
      errors.registerErrorHandler(Error, () => 'app error')
      scope.registerErrorHandler(404, () => ['admin 404', 404])
      scope.registerErrorHandler(Error, () => 'admin error')
      nested.registerErrorHandler(RangeError, () => 'users range error')
      const app = attach(create(), errors)
      const admin = attach(createRouter(), scope)
      const users = attach(createRouter(), nested)
      app.use('/admin', admin)
      admin.use('/users', users)
      return { errors, app, admin, users }
    }

    it('LKP-2: the innermost scope comes first, then those around it, then the application', async () => {
      const { app, admin, users } = withScopes()
      app.get('/boom', () => {
        throw new RangeError()
      })
      admin.get('/boom', () => {
        throw new RangeError()
      })
      users.get('/boom', async () => {
        throw new RangeError()
      })
      users.get('/type', async () => {
        throw new TypeError()
      })
      const ask = await serve(app)
      expect(await (await ask('/boom')).text()).toBe('app error')
      expect(await (await ask('/admin/boom')).text()).toBe('admin error')
      expect(await (await ask('/admin/users/boom')).text()).toBe('users range error')
      expect(await (await ask('/admin/users/type')).text()).toBe('admin error')
    })

    it('LKP-14: a missing route below the prefix is none of the scope, a NotFound of its routes is', async () => {
      const { app, admin, users } = withScopes()
      users.get('/gone', () => {
        throw new NotFound()
      })
      admin.get('/else', () => {})
      const ask = await serve(app)
      expect(await (await ask('/admin/missing')).text()).toBe('app 404')
      expect(await (await ask('/admin/users/missing')).text()).toBe('app 404')
      expect(await (await ask('/admin/users/gone')).text()).toBe('admin 404')
    })

    it('an error after a scope was left without an answer is none of the scope', async () => {
      const { app } = withScopes()
      app.use('/admin/late', () => {
        throw new RangeError()
      })
      expect(await (await (await serve(app))('/admin/late')).text()).toBe('app error')
    })

    it('TRD-3: teardown functions of the scopes of the route run innermost first, with the unhandled error', async () => {
      const { errors } = createErrors()
      const scope = errors.scope('admin')
      const ends: string[] = []
      errors.teardown((error) => void ends.push(`app ${String(error)}`))
      scope.teardown((error) => void ends.push(`admin ${String(error)}`))
      const app = attach(create(), errors)
      const admin = attach(createRouter(), scope)
      admin.get('/fine', (_req, res) => void res.send('fine'))
      admin.get('/boom', () => {
        throw new RangeError('late')
      })
      app.use('/admin', admin)
      const ask = await serve(app)
      for (const path of ['/admin/fine', '/admin/boom', '/admin/missing']) await (await ask(path)).text()
      await expect
        .poll(() => ends)
        .toEqual(['admin null', 'app null', 'admin RangeError: late', 'app RangeError: late', 'app null'])
    })
  })

  describe('answers that come later', () => {
    it.each([true, false])('a handler may render a view (returned: %s)', async (returned) => {
      const { errors } = createErrors()
      errors.registerErrorHandler(404, (_error, { res }) => {
        const rendering: unknown = res.status(404).render('missing.txt')
        return returned ? rendering : undefined
      })
      const app = attach(create(), errors)
      app.engine('txt', (_path, _options, done) => void setTimeout(done, 5, null, 'a view'))
      app.set('views', import.meta.dirname)
      app.set(
        'view',
        class {
          render(_options: unknown, done: (error: null, text: string) => void): void {
            setTimeout(done, 5, null, 'a view')
          }
          path = 'x'
        },
      ) // oxlint-disable-line
      const response = await (await serve(app))('/missing')
      expect([response.status, await response.text()]).toEqual([404, 'a view'])
    })

    it('DSP-12: a view that fails is a handler that fails', async () => {
      const { errors, lines } = createErrors()
      errors.registerErrorHandler(404, (_error, { res }) => {
        res.status(404).render('no-such-view.txt')
      })
      errors.registerErrorHandler(500, (error) => [`app 500: ${error.name}`, 500])
      const app = attach(create(), errors)
      app.engine('txt', () => {})
      const response = await (await serve(app))('/missing')
      expect([response.status, await response.text()]).toEqual([500, 'app 500: InternalServerError'])
      expect(lines).toEqual([expect.stringContaining('Failed to lookup view')])
    })

    it('a handler may send a file; one that is missing is a handler that fails', async () => {
      const { errors } = createErrors()
      errors.registerErrorHandler(404, (_error, { res }) => res.status(404).sendFile(import.meta.filename))
      errors.registerErrorHandler(403, (_error, { res }) => res.status(403).sendFile('/no/such/file'))
      errors.registerErrorHandler(500, () => ['app 500', 500])
      const app = attach(create(), errors)
      app.get('/forbidden', () => {
        throw new Forbidden()
      })
      const ask = await serve(app)
      const found = await ask('/missing')
      expect([found.status, await found.text()]).toEqual([404, expect.stringContaining('may send a file')])
      const missing = await ask('/forbidden')
      expect([missing.status, await missing.text()]).toEqual([500, 'app 500'])
    })
  })

  it('an error of the last layer is answered in the turn in which it was thrown', async () => {
    const { errors } = createErrors()
    let turns = 0
    errors.registerErrorHandler(RangeError, () => [String(turns), 500])
    const app = attach(create(), errors)
    const fail = (): never => {
      turns = 0
      setImmediate(() => turns++)
      throw new RangeError()
    }
    app.use('/router', createRouter().get('/x', fail))
    app.get('/last', fail)
    const ask = await serve(app)
    expect(await (await ask('/router/x')).text()).toBe('0')
    expect(await (await ask('/last')).text()).toBe('0')
  })

  it('layers that are added later come before the end of the stack, and are those that are popped', async () => {
    const { errors } = createErrors()
    const app = attach(create(), errors)
    app.get('/first', (_req, res) => void res.send('first'))
    app.get('/second', (_req, res) => void res.send('second'))
    const ask = await serve(app)
    expect(await (await ask('/second')).text()).toBe('second')
    const { stack } = Reflect.get(app, create === express ? 'router' : '_router') as { stack: unknown[] }
    expect(stack.pop()).toMatchObject({ route: { path: '/second' } })
    expect([(await ask('/second')).status, (await ask('/first')).status]).toEqual([404, 200])
    app.get('/third', (_req, res) => void res.send('third'))
    expect(await (await ask('/third')).text()).toBe('third')
  })

  it('CFG-1: an error that propagates reaches the final handler of Express', async () => {
    const { errors } = createErrors({ propagateExceptions: true })
    const app = attach(create().set('env', 'test'), errors)
    app.get('/x', () => {
      throw Object.assign(new RangeError('propagated'), { status: 503 })
    })
    app.get('/nothing', () => {
      throw undefined
    }) // oxlint-disable-line
    const ask = await serve(app)
    const response = await ask('/x')
    expect([response.status, await response.text()]).toEqual([
      503,
      expect.stringContaining('RangeError: propagated'),
    ])
    expect((await ask('/nothing')).status).toBe(500)
  })

  it('a status that the error handler sets on the response counts for the body it returns', async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(404, (_error, { res }) => {
      res.status(410)
      return 'gone'
    })
    const response = await (await serve(attach(create(), errors)))('/missing')
    expect([response.status, await response.text()]).toEqual([410, 'gone'])
  })

  it('DSP-9: the status that the failed handler had set does not stay', async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(RangeError, (_error, { res }) => res.send('native'))
    const app = attach(create(), errors)
    app.get('/x', (_req, res) => {
      res
        .status(201)
        .set({ 'Cache-Control': 'max-age=60', 'Access-Control-Allow-Origin': '*' })
        .cookie('a', '1')
      throw new RangeError()
    })
    const response = await (await serve(app))('/x')
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBeNull()
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('set-cookie')).toContain('a=1')
    expect(response.headers.get('x-request-error')).toMatch(/^[\da-f]{32}$/)
  })
})
