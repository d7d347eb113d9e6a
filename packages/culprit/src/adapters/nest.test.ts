import 'reflect-metadata'
import {
  type ArgumentsHost,
  type CanActivate,
  Controller,
  ForbiddenException,
  Get,
  Module,
  NotFoundException,
  type Type,
  UseFilters,
  UseGuards,
} from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { abort, NonErrorThrown } from '../http/index.ts'
import { culprit, type Culprit, type CulpritOptions } from '../index.ts'
import { attach, scopeFilter } from './nest.ts'

type Handler = () => unknown

/** The application object of either platform, as far as the tests use it. */
interface App {
  close: () => Promise<void>
  use: (middleware: (req: unknown, res: unknown, next: (error?: unknown) => void) => void) => unknown
}

const apps: App[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
})

/** Makes a controller of handlers by path, as decorators would. */
function controllerOf(prefix: string, handlers: Readonly<Record<string, Handler>>): Type {
  class Routes {}
  for (const [path, value] of Object.entries(handlers)) {
    const descriptor: PropertyDescriptor = { value, configurable: true }
    Object.defineProperty(Routes.prototype, path, descriptor)
    Get(path)(Routes.prototype, path, descriptor)
  }
  Controller(prefix)(Routes)
  return Routes
}

function createErrors(options: CulpritOptions = {}): { errors: Culprit<ArgumentsHost>; lines: string[] } {
  const lines: string[] = []
  const log = {
    error: (message: string, error: unknown) => void lines.push(`${message}: ${String(error)}`),
    info: (message: string) => void lines.push(message),
  }
  return { errors: culprit<ArgumentsHost>({ log, ...options }), lines }
}

interface Setup {
  readonly errors: Culprit<ArgumentsHost>
  readonly controllers: Type[]
  readonly prepare?: (app: App) => void
}

const platforms = [
  { platform: 'Express', create: () => new ExpressAdapter() },
  { platform: 'Fastify', create: () => new FastifyAdapter() },
]

describe.each(platforms)('attach() on Nest and $platform', ({ create }) => {
  async function serve({
    errors,
    controllers,
    prepare,
  }: Setup): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
    class AppModule {}
    Module({ controllers })(AppModule)
    const app = attach(await NestFactory.create(AppModule, create(), { logger: false }), errors)
    apps.push(app)
    prepare?.(app)
    await app.listen(0, '127.0.0.1')
    const { port } = app.getHttpServer().address()
    return (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init)
  }

  it.each([undefined, null, 0, '', false, 'route', 'router'])('a thrown %o arrives', async (value) => {
    const { errors } = createErrors()
    errors.registerErrorHandler(NonErrorThrown, (error) => [{ same: Object.is(error.value, value) }, 500])
    const thrown = (): never => {
      throw value // oxlint-disable-line
    }
    const handlers = { thrown, rejected: () => Promise.reject(value) } // oxlint-disable-line
    const ask = await serve({ errors, controllers: [controllerOf('', handlers)] })
    for (const path of ['/thrown', '/rejected']) {
      const response = await ask(path)
      expect([response.status, await response.json()]).toEqual([500, { same: true }])
    }
  })

  it('an error of middleware, of a guard and of a rejected body arrives', async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(Error, (error) => [`ours: ${error.name}`, 500])
    const guard: CanActivate = {
      canActivate: () => {
        throw new RangeError()
      },
    }
    const guarded = controllerOf('guarded', { x: () => 'here' })
    UseGuards(guard)(guarded)
    const prepare = (app: App): void => {
      app.use((req, _res, next) => {
        const { url } = req as { readonly url: string }
        if (url === '/middleware') throw new TypeError()
        if (url === '/next') next(new EvalError())
        else next()
      })
    }
    const ask = await serve({ errors, controllers: [guarded], prepare })
    expect(await (await ask('/guarded/x')).text()).toBe('ours: RangeError')
    expect(await (await ask('/middleware')).text()).toBe('ours: TypeError')
    expect(await (await ask('/next')).text()).toBe('ours: EvalError')
    const bad = await ask('/guarded/x', {
      method: 'POST',
      body: '{',
      headers: { 'Content-Type': 'application/json' },
    })
    expect(await bad.text()).toBe('ours: BadRequest')
  })

  it("Nest's exceptions are HTTP exceptions here: handlers of the code, and of their own class", async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(403, (error) => [`${error.name}: ${error.description}`, 403])
    errors.registerErrorHandler(NotFoundException, (error) => [`Nest: ${error.message}`, 404])
    const handlers = {
      forbidden: () => {
        throw new ForbiddenException('members only')
      },
      'not-found': () => {
        throw new NotFoundException('no such cat')
      },
    }
    const ask = await serve({ errors, controllers: [controllerOf('', handlers)] })
    expect(await (await ask('/forbidden')).text()).toBe('Forbidden: members only')
    expect(await (await ask('/not-found')).text()).toBe('Nest: no such cat')
  })

  it('LKP-14: a missing route is NotFound, below the prefix of a scope too, with the page of every missing route', async () => {
    const { errors } = createErrors()
    const scope = errors.scope('admin')
    scope.registerErrorHandler(404, () => ['admin 404', 404])
    const admin = controllerOf('admin', { gone: () => abort(404) })
    UseFilters(scopeFilter(scope))(admin)
    const ask = await serve({ errors, controllers: [admin] })
    expect(await (await ask('/admin/gone')).text()).toBe('admin 404')
    const page = await (await ask('/admin/missing')).text()
    expect(page).toContain('<title>404 Not Found</title>')
    expect(page).not.toContain('Cannot GET')
  })

  it('TRD-1: teardown functions get the unhandled error, or null, and a host', async () => {
    const { errors } = createErrors()
    const ends: string[] = []
    errors.teardown((error, host) => {
      const { url } = host.switchToHttp().getRequest<{ readonly url: string }>()
      ends.push(`${url} ${host.getType()} ${String(error)}`)
    })
    errors.registerErrorHandler(TypeError, () => 'handled')
    const handlers = {
      fine: () => 'fine',
      handled: () => {
        throw new TypeError()
      },
      boom: () => {
        throw new RangeError('unhandled')
      },
    }
    const ask = await serve({ errors, controllers: [controllerOf('', handlers)] })
    for (const path of ['/fine', '/handled', '/boom']) await (await ask(path)).text()
    await expect
      .poll(() => ends)
      .toEqual(['/fine http null', '/handled http null', '/boom http RangeError: unhandled'])
  })

  it('TRD-3: teardown functions of a scope run for its failed requests', async () => {
    const { errors } = createErrors()
    const scope = errors.scope('admin')
    const ends: string[] = []
    errors.teardown((error) => void ends.push(`app ${String(error)}`))
    scope.teardown((error) => void ends.push(`admin ${String(error)}`))
    const boom = (): never => abort(400)
    const admin = controllerOf('admin', { boom })
    UseFilters(scopeFilter(scope))(admin)
    const ask = await serve({ errors, controllers: [admin] })
    await (await ask('/admin/boom')).text()
    await expect.poll(() => ends).toEqual(['admin null', 'app null'])
  })

  it('sends several values of one header, and keeps cookies', async () => {
    const { errors } = createErrors()
    errors.registerErrorHandler(Error, () => {
      const headers = new Headers([
        ['WWW-Authenticate', 'Basic'],
        ['WWW-Authenticate', 'Bearer'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
      ])
      return ['x', 401, [...headers]]
    })
    const ask = await serve({ errors, controllers: [controllerOf('', { x: () => abort(401) })] })
    const response = await ask('/x')
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Basic, Bearer'])
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
  })

  it('CFG-1: an error that propagates is shown with its stack', async () => {
    const { errors } = createErrors({ propagateExceptions: true })
    const handlers = {
      boom: () => {
        throw new RangeError('shown')
      },
    }
    const ask = await serve({ errors, controllers: [controllerOf('', handlers)] })
    const response = await ask('/boom')
    expect([response.status, await response.text()]).toEqual([
      500,
      expect.stringContaining('RangeError: shown'),
    ])
  })
})

describe('attach() on Nest', () => {
  it('refuses another platform', () => {
    const { errors } = createErrors()
    const platform = { getType: () => 'other', getInstance: () => ({}) }
    const app = { getHttpAdapter: () => platform, useGlobalFilters: () => {} }
    expect(() => attach(app, errors)).toThrow('attach() knows Nest on Express and on Fastify, not on other')
  })

  it('leaves errors that are none of HTTP to the filters of their transport', () => {
    const { errors } = createErrors()
    const { catch: handle } = scopeFilter(errors.scope('admin'))
    const host = { getType: () => 'rpc' } as unknown as ArgumentsHost
    const error = new RangeError()
    expect(() => handle(error, host)).toThrow(error)
  })
})
