import { once } from 'node:events'
import { Agent, get, type IncomingMessage, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import Fastify, { type FastifyReply, type FastifyInstance, type FastifyServerOptions } from 'fastify'
import { afterEach, describe, expect, it } from 'vitest'
import { Errors } from '../handlers/errors.ts'
import type { ErrorsOptions } from '../handlers/options.ts'
import { abort, HttpException, Unauthorized } from '../http/index.ts'
import { culprit } from '../index.ts'
import { currentContext } from '../logging/index.ts'
import { attach, type FastifyContext } from './fastify.ts'

const secret = new RangeError('secret-7731')
const running: FastifyInstance[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map((app) => app.close()))
})

function raise(thrown: unknown): never {
  throw thrown
}

interface Setup {
  readonly app: FastifyInstance
  readonly errors: Errors<FastifyContext>
  readonly lines: string[]
}

function setup(options: ErrorsOptions = {}, server: FastifyServerOptions = {}): Setup {
  const lines: string[] = []
  const log = {
    error: (message: string) => void lines.push(`error ${message}`),
    info: (message: string) => void lines.push(`info ${message}`),
  }
  const errors = new Errors<FastifyContext>({ log, ...options })
  const app = attach(Fastify(server), errors)
  running.push(app)
  return { app, errors, lines }
}

describe('attach(instance, errors) on Fastify', () => {
  it.each([undefined, null, 0, '', 'text', { statusCode: 404 }])(
    'answers %o, thrown or rejected',
    async (thrown) => {
      const { app, errors } = setup()
      errors.registerErrorHandler(500, (error) => [
        error.cause instanceof Error ? error.cause.name : 'none',
        500,
      ])
      app.get('/sync', () => raise(thrown))
      app.get('/async', async () => raise(thrown))
      app.get('/send', (_request, reply) => void reply.send(new RangeError('x')))
      for (const url of ['/sync', '/async']) expect((await app.inject(url)).body).toBe('NonErrorThrown')
      expect((await app.inject('/send')).body).toBe('RangeError')
    },
  )

  it('CFG-2: testing has inject reject with the very same error', async () => {
    const { app, errors, lines } = setup({ testing: true })
    const scope = errors.scope('sub')
    await app.register(async (plugin) => {
      attach(plugin, scope)
      plugin.get('/boom', async () => raise(secret))
    })
    app.get('/', async () => raise(secret))
    await expect(app.inject('/')).rejects.toBe(secret)
    await expect(app.inject('/boom')).rejects.toBe(secret)
    expect(lines).toEqual([])
  })

  it('CFG-1: over a socket a propagated error goes to Fastify, told once', async () => {
    const { app, errors } = setup({ propagateExceptions: true })
    const told: unknown[] = []
    errors.on('unhandled', ({ error }) => void told.push(error))
    await app.register(async (plugin) => {
      attach(plugin, errors.scope('sub'))
      plugin.get('/boom', async () => raise(secret))
    })
    const response = await fetch(`${await app.listen({ port: 0 })}/boom`)
    expect([response.status, await response.json()]).toEqual([
      500,
      expect.objectContaining({ message: 'secret-7731' }),
    ])
    expect(told).toEqual([secret])
  })

  it("adopts Fastify's own errors and errors with a statusCode from 400 to 499", async () => {
    const { app, errors } = setup()
    errors.registerErrorHandler(HttpException, (error) => [`${error.code} ${error.name}`, error.code ?? 500])
    app.post('/', { schema: { body: { type: 'object', required: ['a'] } } }, () => 'ok')
    app.get('/plain', () => raise(Object.assign(new Error('busy'), { statusCode: 429 })))
    const post = async (payload: string, type: string): Promise<number> =>
      (await app.inject({ method: 'POST', url: '/', payload, headers: { 'content-type': type } })).statusCode
    expect(await post('{', 'application/json')).toBe(400)
    expect(await post('{}', 'application/json')).toBe(400)
    expect(await post('x', 'image/png')).toBe(415)
    expect((await app.inject('/plain')).statusCode).toBe(429)
  })

  it('DSP-9: a body alone is 200, also after Fastify preset another status', async () => {
    const { app, errors } = setup()
    errors.registerErrorHandler(Error, () => 'just body')
    app.get('/', (_request, reply) => {
      reply.code(201)
      return raise(secret)
    })
    app.post('/', () => 'ok')
    expect((await app.inject('/')).statusCode).toBe(200)
    const wrongType = { method: 'POST', url: '/', payload: 'x', headers: { 'content-type': '???' } } as const
    expect((await app.inject(wrongType)).statusCode).toBe(200)
  })

  it('passes on what a handler does with the reply', async () => {
    const { app, errors } = setup()
    errors.registerErrorHandler(TypeError, (_error, { reply }) => {
      reply.code(402).header('x-own', '1')
      return { a: 1 }
    })
    errors.registerErrorHandler(RangeError, (_error, { reply }) => {
      void reply.code(409).type('text/csv').send('a,b')
    })
    errors.registerErrorHandler(EvalError, (_error, { reply }) => reply.code(410).send('gone'))
    errors.registerErrorHandler(URIError, () => Readable.from(['a', 'b']))
    for (const type of [TypeError, RangeError, EvalError, URIError])
      app.get(`/${type.name}`, () => raise(new type('x')))
    const answers = []
    for (const type of [TypeError, RangeError, EvalError, URIError]) {
      const { statusCode, body, headers } = await app.inject(`/${type.name}`)
      answers.push([statusCode, body])
      expect(headers['x-request-error']).toMatch(/^[0-9a-f]{32}$/)
    }
    expect(answers).toEqual([
      [402, '{"a":1}'],
      [409, 'a,b'],
      [410, 'gone'],
      [200, 'ab'],
    ])
  })

  it('a serializer of the failed route does not touch the answer', async () => {
    const { app } = setup()
    app.get('/', (_request, reply) => {
      reply.serializer(() => 'serialized')
      return raise(secret)
    })
    const { statusCode, headers, body } = await app.inject({
      url: '/',
      headers: { accept: 'application/json' },
    })
    expect([statusCode, headers['content-type']]).toEqual([
      500,
      expect.stringMatching(/^application\/problem\+json/),
    ])
    expect(JSON.parse(body)).toMatchObject({ status: 500 })
  })

  it.each([false, true])('text is plain text, whatever the failed route had set: %s', async (isSet) => {
    const { app, errors } = setup()
    errors.registerErrorHandler(TypeError, () => ['gone', 410])
    app.get('/', (_request, reply) => {
      if (isSet) {
        reply.type('text/csv').serializer(() => 'serialized')
        reply.raw.setHeader('Content-Type', 'text/csv')
      }
      return raise(new TypeError('x'))
    })
    const { statusCode, headers, body } = await app.inject('/')
    expect([statusCode, headers['content-type'], body]).toEqual([410, 'text/plain; charset=utf-8', 'gone'])
  })

  it('sends a header that comes several times, and adds to Vary', async () => {
    const { app } = setup()
    app.addHook('onRequest', async (_request, reply) => void reply.header('vary', 'Origin'))
    app.get('/', () => raise(new Unauthorized({ wwwAuthenticate: ['Basic realm="a"', 'Bearer'] })))
    const { headers } = await app.inject('/')
    expect(headers['www-authenticate']).toEqual(['Basic realm="a"', 'Bearer'])
    expect(String(headers['vary'])).toMatch(/^Origin/)
  })

  it.each(['POST', 'PUT', 'GET'])(
    'the parts of a %s are in its context, whenever its body comes',
    async (method) => {
      const app = attach(Fastify(), culprit<FastifyContext>())
      running.push(app)
      const seen: unknown[] = []
      const see = (): void => void seen.push(currentContext()?.['url'])
      app.addContentTypeParser('text/own', { parseAs: 'string' }, (_request, body, done) => {
        see()
        done(null, body)
      })
      app.addHook('preValidation', async () => see())
      app.route({
        method,
        url: '/*',
        handler: async () => {
          await wait(1)
          see()
          return 'ok'
        },
      })
      await app.listen({ port: 0 })
      const agent = new Agent({ keepAlive: true, maxSockets: 1 })
      const { port } = app.server.address() as AddressInfo
      for (const path of ['/one', '/two']) {
        const sent = httpRequest({ port, path, method, agent, headers: { 'Content-Type': 'text/own' } })
        if (method !== 'GET') {
          sent.flushHeaders()
          await wait(20)
        }
        sent.end(method === 'GET' ? undefined : 'body')
        const [response] = (await once(sent, 'response')) as [IncomingMessage]
        await response.toArray()
      }
      agent.destroy()
      const times = method === 'GET' ? 2 : 3
      expect(seen).toEqual([...Array(times).fill('/one'), ...Array(times).fill('/two')])
    },
  )

  it.each(['onRequest', 'preParsing', 'preValidation', 'preHandler', 'preSerialization', 'onSend'] as const)(
    'LKP-15: what a hook of %s throws goes to the scope of the route',
    async (name) => {
      const { app, errors } = setup()
      const scope = errors.scope('sub')
      scope.registerErrorHandler(RangeError, () => ['scope', 500])
      let isFirst = true
      const hook = async (): Promise<undefined> => {
        if (isFirst) {
          isFirst = false
          raise(secret)
        }
        return undefined
      }
      app.addHook(name as 'preHandler', hook)
      await app.register(async (plugin) => {
        attach(plugin, scope)
        plugin.get('/', async () => ({ a: 1 }))
      })
      expect((await app.inject('/')).body).toBe('scope')
    },
  )

  it('UNH-9: an onSend hook that always fails cannot leak, and its error is logged', async () => {
    const { app, lines } = setup()
    app.addHook('onSend', async () => raise(secret))
    app.get('/ok', () => 'ok')
    app.get('/', () => raise(new TypeError('first')))
    for (const url of ['/', '/ok', '/missing']) {
      const { statusCode, body } = await app.inject(url)
      expect([statusCode, body]).toEqual([500, expect.not.stringMatching(/secret|first/)])
    }
    expect(lines).toContain('error Exception on /ok [GET]')
  })

  it.each([
    ['one answer', () => ['sorry', 500]],
    [
      'what reply.send() takes',
      (_error: unknown, { reply }: FastifyContext) => reply.code(500).send('sorry'),
    ],
    ['a Response', () => new Response('sorry', { status: 500 })],
  ] as const)('an onSend hook that always fails is logged and told once, with %s', async (_what, handler) => {
    const { app, errors, lines } = setup()
    errors.registerErrorHandler(500, handler)
    const told: unknown[] = []
    errors.on('unhandled', ({ error }) => void told.push(error))
    app.addHook('onSend', async () => {
      throw new RangeError('secret-7731')
    })
    app.get('/ok', () => 'ok')
    const { statusCode, body, headers } = await app.inject('/ok')
    expect([statusCode, body]).toEqual([500, expect.not.stringContaining('secret')])
    expect(headers['x-request-error']).toMatch(/^[0-9a-f]{32}$/)
    expect([lines, told.length]).toEqual([['error Exception on /ok [GET]'], 1])
  })

  it('an onSend hook that always fails leaves each name in Vary once', async () => {
    const { app } = setup()
    app.addHook('onSend', async () => raise(new RangeError('secret-7731')))
    app.get('/', () => raise(new TypeError('first')))
    expect((await app.inject('/')).headers['vary']).not.toMatch(/Accept\b(?!-).*Accept\b(?!-)/)
  })

  it.each([
    ['/u/%ff', 400],
    [`/u/${'x'.repeat(200)}`, 414],
  ])('answers %s, which Fastify refuses before there is a route, as any other error', async (url, status) => {
    const { app, errors, lines } = setup()
    const ended: unknown[] = []
    errors.teardown((error) => void ended.push(error))
    errors.registerErrorHandler(HttpException, (error) => [`own ${error.code}`, error.code ?? 500])
    app.get('/u/:id', () => 'ok')
    const { statusCode, body, headers } = await app.inject(url)
    expect([statusCode, body]).toEqual([status, `own ${status}`])
    expect(headers['x-request-error']).toMatch(/^[0-9a-f]{32}$/)
    expect([lines, ended]).toEqual([[], [null]])
  })

  it("leaves an application's own frameworkErrors alone", async () => {
    const { app } = setup(
      {},
      { frameworkErrors: (_error, _request, reply) => void (reply as FastifyReply).code(418).send('own') },
    )
    app.get('/u/:id', () => 'ok')
    expect((await app.inject('/u/%ff')).statusCode).toBe(418)
  })

  it('takes a status from 400 to 499 on the reply for that of an error that says none', async () => {
    const { app, errors, lines } = setup()
    errors.registerErrorHandler(TypeError, () => ['type', 409])
    app.get('/send', (_request, reply) => void reply.code(404).send(secret))
    app.get('/throw', async (_request, reply) => {
      reply.code(410)
      return raise(secret)
    })
    app.get('/class', (_request, reply) => void reply.code(404).send(new TypeError('x')))
    app.get('/redirect', (_request, reply) => void reply.code(302).send(new RangeError('x')))
    app.get(
      '/said',
      (_request, reply) => void reply.code(404).send(Object.assign(new Error('x'), { status: 503 })),
    )
    const answers = []
    for (const path of ['send', 'throw', 'class', 'redirect', 'said']) {
      const { statusCode, body } = await app.inject(`/${path}`)
      expect(body).not.toContain('secret')
      answers.push(statusCode)
    }
    expect(answers).toEqual([404, 410, 409, 500, 500])
    expect(lines).toEqual(['error Exception on /redirect [GET]', 'error Exception on /said [GET]'])
  })

  it('DSP-12: the status on the reply is not that of an error of the handler', async () => {
    const { app, errors } = setup()
    errors.registerErrorHandler(404, () => raise(secret))
    app.get('/', (_request, reply) => void reply.code(404).send(new Error('x')))
    expect((await app.inject('/')).statusCode).toBe(500)
  })

  it('a serializer that fails is an error as any other', async () => {
    const { app, errors } = setup()
    errors.registerErrorHandler(TypeError, () => ['circular', 500])
    const circular: { self?: unknown } = {}
    circular.self = circular
    app.get('/', () => circular)
    expect((await app.inject('/')).body).toBe('circular')
  })

  it('a stream that fails before its first byte gets an error page', async () => {
    const { app } = setup()
    app.get('/', (_request, reply) => {
      void reply.header('content-length', '100').type('image/png')
      const stream = new Readable({ read: () => {} })
      setImmediate(() => stream.destroy(secret))
      return stream
    })
    const url = await app.listen({ port: 0 })
    const response = await fetch(url)
    expect([response.status, response.headers.get('content-type')]).toEqual([
      500,
      expect.stringMatching(/^text\/html/),
    ])
  })

  it.each(['web stream', 'response'])(
    'a %s that fails breaks the connection and is logged once',
    async (kind) => {
      const { app, lines } = setup()
      app.get('/', () => {
        let count = 0
        const stream = new ReadableStream({
          async pull(controller) {
            if (count++ > 0) {
              await new Promise((resolve) => setTimeout(resolve, 20))
              throw secret
            }
            controller.enqueue(new TextEncoder().encode('some bytes'))
          },
        })
        return kind === 'response' ? new Response(stream) : stream
      })
      await app.listen({ port: 0, host: '127.0.0.1' })
      const [message]: IncomingMessage[] = await once(
        get({ port: (app.server.address() as AddressInfo).port }),
        'response',
      )
      let text = ''
      await expect(
        (async () => {
          for await (const chunk of message ?? []) text += String(chunk)
        })(),
      ).rejects.toThrow('aborted')
      expect(text).toBe('some bytes')
      await expect.poll(() => lines).toEqual(['error Exception on / [GET] after the headers were sent'])
    },
  )

  it('an error after raw writing breaks the connection', async () => {
    const { app, lines } = setup()
    app.get('/', async (_request, reply) => {
      reply.raw.write('begun')
      raise(secret)
    })
    await app.listen({ port: 0, host: '127.0.0.1' })
    const response = await fetch(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`)
    await expect(response.text()).rejects.toThrow()
    expect(lines).toEqual(['error Exception on / [GET] after the headers were sent'])
  })

  it('keeps cookies and CORS headers, and clears what described the failed body', async () => {
    const { app } = setup()
    app.get('/', (_request, reply) => {
      void reply.header('set-cookie', 'a=1').header('access-control-allow-origin', '*')
      void reply.header('etag', '"x"').header('content-encoding', 'gzip')
      return raise(secret)
    })
    const { headers } = await app.inject('/')
    expect([headers['set-cookie'], headers['access-control-allow-origin']]).toEqual(['a=1', '*'])
    expect(headers).not.toHaveProperty('etag')
    expect(headers).not.toHaveProperty('content-encoding')
  })
})

describe('attach(instance, scope) on Fastify', () => {
  it('LKP-2, LKP-14: scopes nest as plugins do, and unmatched paths have none', async () => {
    const { app, errors } = setup()
    const outer = errors.scope('outer')
    const inner = outer.scope('inner')
    errors.registerErrorHandler(HttpException, (error) => [`app ${error.code}`, 500])
    outer.registerErrorHandler(HttpException, (error) => [`outer ${error.code}`, 500])
    inner.registerErrorHandler(403, () => ['inner 403', 500])
    const fail = (request: { readonly params: unknown }): never =>
      abort(Number((request.params as { readonly code: string }).code))
    await app.register(
      async (plugin) => {
        attach(plugin, outer)
        plugin.get('/:code', fail)
        await plugin.register(
          async (nested) => {
            attach(nested, inner)
            nested.get('/:code', fail)
          },
          { prefix: '/inner' },
        )
      },
      { prefix: '/outer' },
    )
    const bodies = []
    for (const url of ['/outer/inner/403', '/outer/inner/418', '/outer/403', '/outer/inner/no/such', '/x']) {
      bodies.push((await app.inject(url)).body)
    }
    expect(bodies).toEqual(['inner 403', 'outer 418', 'outer 403', 'app 404', 'app 404'])
  })

  it('TRD-1, TRD-3: teardown gets the unhandled error or null, scopes first', async () => {
    const { app, errors } = setup()
    const seen: unknown[] = []
    const scope = errors.scope('sub')
    errors.teardown((error, { request }) => void seen.push(['app', error, request.url]))
    scope.teardown((error) => void seen.push(['sub', error]))
    await app.register(
      async (plugin) => {
        attach(plugin, scope)
        plugin.get('/ok', () => 'ok')
        plugin.get('/boom', () => raise(secret))
      },
      { prefix: '/sub' },
    )
    for (const url of ['/sub/ok', '/sub/boom', '/sub/none']) {
      await app.inject(url)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(seen).toEqual([
      ['sub', null],
      ['app', null, '/sub/ok'],
      ['sub', secret],
      ['app', secret, '/sub/boom'],
      ['app', null, '/sub/none'],
    ])
  })
})
