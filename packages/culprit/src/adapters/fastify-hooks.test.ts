import Fastify, { type FastifyInstance } from 'fastify'
import { describe, expect, it } from 'vitest'
import { Errors } from '../handlers/errors.ts'
import { attach, type FastifyContext } from './fastify.ts'

function raise(thrown: unknown): never {
  throw thrown
}

/** An application that never listens: its requests are injected. */
function setUp(): { readonly app: FastifyInstance; readonly errors: Errors<FastifyContext> } {
  const errors = new Errors<FastifyContext>({ log: { error() {}, info() {} } })
  return { app: attach(Fastify(), errors), errors }
}

describe('hooks of an application that is attached', () => {
  it.each([undefined, null, 0, '', false])('answers %o, thrown at once by a hook', async (thrown) => {
    const { app, errors } = setUp()
    errors.registerErrorHandler(500, (error) => [
      error.cause instanceof Error ? error.cause.name : 'none',
      500,
    ])
    const reached: string[] = []
    app.get('/route', { preHandler: [() => raise(thrown)] }, () => reached.push('route'))
    await app.register(async (plugin) => {
      plugin.addHook('preHandler', () => raise(thrown))
      plugin.get('/plugin', () => reached.push('plugin'))
    })
    app.addHook('onRequest', (request, _reply, done) => (request.url === '/hook' ? raise(thrown) : done()))
    app.get('/hook', () => reached.push('hook'))
    for (const url of ['/route', '/plugin', '/hook'])
      expect([url, (await app.inject(url)).body]).toEqual([url, 'NonErrorThrown'])
    expect(reached).toEqual([])
  })

  it('leaves hooks what they are to Fastify: parameters, this, and what they return', async () => {
    const { app } = setUp()
    const seen: unknown[] = []
    app.addHook('preHandler', async function (this: FastifyInstance) {
      seen.push(this === app)
    })
    app.addHook('preHandler', function (this: FastifyInstance, _request, _reply, done) {
      seen.push(this === app)
      done()
    })
    app.addHook('onSend', (_request, _reply, _payload, done) => done(null, 'changed'))
    const both = async (_request: unknown, _reply: unknown, _done: unknown): Promise<void> => {}
    expect(() => Reflect.apply(app.addHook, app, ['onRequest', both])).toThrow(/Async function/)
    app.get('/', { onSend: async (_request, _reply, payload) => `${String(payload)} twice` }, () => 'made')
    expect((await app.inject('/')).body).toBe('changed twice')
    expect(seen).toEqual([true, true])
  })
})
