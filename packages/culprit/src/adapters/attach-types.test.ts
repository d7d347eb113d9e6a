import Router from '@koa/router'
import fastify from 'fastify'
import { Hono, type Context } from 'hono'
import { createServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import Koa, { type DefaultState, type ParameterizedContext } from 'koa'
import { describe, expectTypeOf, it } from 'vitest'
import { culprit } from '../index.ts'
import { attach as attachFastify, type FastifyContext } from './fastify.ts'
import { attach as attachHono } from './hono.ts'
import { attach as attachKoa, type KoaContext } from './koa.ts'
import { wrap, type NodeContext } from './node.ts'

interface Session extends DefaultState {
  readonly user: { readonly id: number }
}

interface Database {
  readonly database: string
}

describe('the types of attach() and wrap()', () => {
  it('a subclass of Hono stays what it is', () => {
    class Documented extends Hono<{ Variables: { readonly user: string } }> {
      readonly pages: number = 1
    }
    const errors = culprit<Context<{ Variables: { readonly user: string } }>>()
    errors.registerErrorHandler(404, (_error, c) => c.text(c.get('user'), 404))
    expectTypeOf(attachHono(new Documented(), errors)).toEqualTypeOf<Documented>()
    // @ts-expect-error These handlers want a variable that the application does not have.
    attachHono(new Hono<{ Variables: { readonly shop: number } }>(), errors)
  })

  it("Koa's own state and context reach the handlers", () => {
    const errors = culprit<ParameterizedContext<Session, Database>>()
    const app = attachKoa(new Koa<Session, Database>(), errors)
    expectTypeOf(app).toEqualTypeOf<Koa<Session, Database>>()
    attachKoa(new Router<Session, Database>(), errors.scope('admin'))
    attachKoa(new Koa<Session, Database>(), culprit<KoaContext>())
    // @ts-expect-error A plain application has no database.
    attachKoa(new Koa(), errors)
  })

  it('applications on HTTP/2 are taken', () => {
    const app = attachFastify(fastify({ http2: true }), culprit<FastifyContext>())
    expectTypeOf(app.server.updateSettings).toBeFunction()
    const listener = wrap((_req, res) => res.end(), culprit<NodeContext>())
    expectTypeOf(createHttp2Server).toBeCallableWith(listener)
    expectTypeOf(createServer).toBeCallableWith(listener)
  })
})
