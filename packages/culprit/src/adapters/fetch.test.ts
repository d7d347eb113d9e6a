import { describe, expect, it } from 'vitest'
import { Errors } from '../handlers/errors.ts'
import type { ErrorsOptions } from '../handlers/options.ts'
import { abort, HttpException, NotFound, Unauthorized } from '../http/index.ts'
import { wrap } from './fetch.ts'

const secret = new RangeError('secret-7731')

interface Setup {
  readonly errors: Errors<Request>
  readonly lines: string[]
}

function setup(options: ErrorsOptions = {}): Setup {
  const lines: string[] = []
  const log = {
    error: (message: string) => void lines.push(`error ${message}`),
    info: (message: string) => void lines.push(`info ${message}`),
  }
  return { errors: new Errors<Request>({ log, ...options }), lines }
}

function raise(thrown: unknown): never {
  throw thrown
}

function ask(path = '/', init?: RequestInit): Request {
  return new Request(`http://localhost${path}`, init)
}

describe('wrap(handler, errors)', () => {
  it.each([undefined, null, 0, '', 'route', Symbol('s')])(
    'answers when %s is thrown or rejected',
    async (thrown) => {
      const { errors } = setup()
      errors.registerErrorHandler(500, (error) => [
        error.cause instanceof Error ? error.cause.name : 'none',
        500,
      ])
      for (const handler of [wrap(() => raise(thrown), errors), wrap(async () => raise(thrown), errors)]) {
        const response = await handler(ask())
        expect([response.status, await response.text()]).toEqual([500, 'NonErrorThrown'])
      }
    },
  )

  it('hands on what the runtime adds to the request, and gives handlers the request', async () => {
    const { errors } = setup()
    errors.registerErrorHandler(403, (_error, request) => [request.url, 403])
    const handler = wrap(
      (_request: Request, env: { readonly code: number }, _ctx: string) => abort(env.code),
      errors,
    )
    const response = await handler(ask('/x?y=1'), { code: 403 }, 'ctx')
    expect([response.status, await response.text()]).toEqual([403, 'http://localhost/x?y=1'])
  })

  it('takes nothing returned for a missing route, outside of all scopes', async () => {
    const { errors } = setup()
    const scope = errors.scope('sub')
    scope.registerErrorHandler(NotFound, () => 'scope')
    const handler = wrap(
      wrap(() => undefined, scope),
      errors,
    )
    const response = await handler(ask('/missing', { headers: { accept: 'text/plain' } }))
    expect([response.status, await response.text()]).toEqual([404, expect.stringMatching(/^404 Not Found/)])
  })

  it('EXC-6: gives back the very same response that was thrown or aborted with', async () => {
    const { errors } = setup()
    const response = new Response('custom', { status: 299 })
    expect(await wrap(() => abort(response), errors)(ask())).toBe(response)
    expect(await wrap(() => raise(response), errors)(ask())).toBe(response)
  })

  it('gives back the very same response when nothing is thrown', async () => {
    const { errors } = setup()
    const response = new Response('ok')
    expect(await wrap(() => response, errors)(ask())).toBe(response)
  })

  it('CFG-2: testing rejects with the very same error', async () => {
    const { errors, lines } = setup({ testing: true })
    await expect(wrap(() => raise(secret), errors)(ask())).rejects.toBe(secret)
    expect((await wrap(() => abort(404), errors)(ask())).status).toBe(404)
    expect(lines).toEqual([])
  })

  it('EXC-16: HEAD has the headers of GET and no body', async () => {
    const { errors } = setup()
    const handler = wrap(() => abort(404), errors)
    const whole = await handler(ask())
    const head = await handler(ask('/', { method: 'HEAD' }))
    expect(head.headers.get('content-length')).toBe(String((await whole.text()).length))
    expect(await head.text()).toBe('')
  })

  it('sends a header that comes several times', async () => {
    const { errors } = setup()
    const both = new Unauthorized({ wwwAuthenticate: ['Basic realm="a"', 'Bearer'] })
    const { headers } = await wrap(() => raise(both), errors)(ask())
    expect(headers.get('www-authenticate')).toBe('Basic realm="a", Bearer')
  })

  it('a status without a body has none', async () => {
    const { errors } = setup()
    errors.registerErrorHandler(RangeError, () => ['gone', 204])
    const response = await wrap(() => raise(secret), errors)(ask())
    expect([response.status, response.body]).toEqual([204, null])
  })

  it('a client that is gone is told nothing, and one line is logged', async () => {
    const { errors, lines } = setup()
    const controller = new AbortController()
    const handler = wrap(() => {
      controller.abort()
      return raise(secret)
    }, errors)
    await handler(ask('/', { signal: controller.signal }))
    expect(lines).toEqual(['info Client disconnected on / [GET]'])
  })

  it('tells of a body that fails and lets its reader see the failure where there is no connection to break', async () => {
    const { errors, lines } = setup()
    const broken: unknown[] = []
    errors.on('broken', ({ error }) => void broken.push(error))
    const handler = wrap(() => new Response(new ReadableStream({ pull: () => raise(secret) })), errors)
    const response = await handler(ask('/stream'))
    await expect(response.text()).rejects.toBe(secret)
    expect(broken).toEqual([secret])
    expect(lines).toEqual(['error Exception on /stream [GET] after the headers were sent'])
  })

  it('reads no further ahead in a body than its reader, and cancels it with its reader', async () => {
    const { errors } = setup()
    let pulls = 0
    let cancelled: unknown
    const source = new ReadableStream(
      {
        pull: (controller) => controller.enqueue(new Uint8Array([pulls++])),
        cancel: (reason) => void (cancelled = reason),
      },
      { highWaterMark: 0 },
    )
    const { body } = await wrap(() => new Response(source, { status: 202 }), errors)(ask())
    const reader = body?.getReader()
    expect(pulls).toBe(0)
    await reader?.read()
    expect(pulls).toBe(1)
    await reader?.cancel('enough')
    expect(cancelled).toBe('enough')
  })

  it('TRD-1, TRD-3: teardown gets the unhandled error or null, scopes first, with or without an error', async () => {
    const { errors } = setup()
    const seen: unknown[] = []
    const scope = errors.scope('sub')
    errors.teardown((error) => void seen.push(['app', error]))
    scope.teardown((error) => void seen.push(['sub', error]))
    const part = wrap(
      (request: Request) => (request.url.endsWith('/boom') ? raise(secret) : new Response('ok')),
      scope,
    )
    const handler = wrap(part, errors)
    for (const path of ['/ok', '/boom']) await handler(ask(path))
    await new Promise((resolve) => setImmediate(resolve))
    expect(seen).toEqual([
      ['sub', null],
      ['app', null],
      ['sub', secret],
      ['app', secret],
    ])
  })
})

describe('wrap(handler, scope)', () => {
  it('LKP-2: the innermost scope that an error leaves comes first', async () => {
    const { errors } = setup()
    const outer = errors.scope('outer')
    const inner = outer.scope('inner')
    errors.registerErrorHandler(HttpException, (error) => [`app ${error.code}`, 500])
    outer.registerErrorHandler(HttpException, (error) => [`outer ${error.code}`, 500])
    inner.registerErrorHandler(403, () => ['inner 403', 500])
    const codeOf = (request: Request): number => Number(request.url.slice(-3))
    const innerHandler = wrap((request: Request) => abort(codeOf(request)), inner)
    const outerHandler = wrap(
      (request: Request) =>
        request.url.includes('/inner/') ? innerHandler(request) : abort(codeOf(request)),
      outer,
    )
    const handler = wrap(
      (request: Request) =>
        request.url.includes('/outer/') ? outerHandler(request) : abort(codeOf(request)),
      errors,
    )
    const bodies = []
    for (const path of ['/outer/inner/403', '/outer/inner/418', '/outer/403', '/403']) {
      bodies.push(await (await handler(ask(path))).text())
    }
    expect(bodies).toEqual(['inner 403', 'outer 418', 'outer 403', 'app 403'])
  })

  it('an error that the outer handler takes itself leaves no trace', async () => {
    const { errors } = setup()
    const scope = errors.scope('sub')
    scope.registerErrorHandler(Error, () => 'scope')
    errors.registerErrorHandler(TypeError, () => 'app')
    const part = wrap(() => raise(secret), scope)
    const handler = wrap(async (request: Request) => {
      await Promise.resolve(part(request)).catch(() => undefined)
      return raise(new TypeError('other'))
    }, errors)
    expect(await (await handler(ask())).text()).toBe('app')
  })
})
