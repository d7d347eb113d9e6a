import { json } from 'node:stream/consumers'
import { getRequestListener } from '@hono/node-server'
import Router from '@koa/router'
import { Body, Controller, Module, Post, Req } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { ExpressAdapter } from '@nestjs/platform-express'
import { FastifyAdapter } from '@nestjs/platform-fastify'
import { type Culprit, culprit, currentScope } from 'culprit'
import * as expressAdapter from 'culprit/express'
import * as fastifyAdapter from 'culprit/fastify'
import * as fetchAdapter from 'culprit/fetch'
import * as honoAdapter from 'culprit/hono'
import * as koaAdapter from 'culprit/koa'
import * as nestAdapter from 'culprit/nest'
import * as nodeAdapter from 'culprit/node'
import type { SentEvent } from '@culprit/wire'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { describe, expect, it } from 'vitest'
import { serve, served, type Served } from '../adapters/support/serve.ts'

/** An application whose `POST /orders/:id` reads its body and fails, and what of that its reports know. */
interface ReportedFramework {
  readonly name: string
  readonly mount: (errors: Culprit) => Promise<Served>
  readonly route?: string
  /** Whether the framework keeps the parsed body where it can be read later. */
  readonly hasBody: boolean
}

function fail(): never {
  currentScope().setTag('inside', 'yes')
  throw new Error('order failed')
}

class Orders {
  create(_body: unknown, request: { user?: unknown }): void {
    request.user = { id: 7 }
    fail()
  }
}
Body()(Orders.prototype, 'create', 0)
Req()(Orders.prototype, 'create', 1)
Post('orders/:id')(
  Orders.prototype,
  'create',
  Object.getOwnPropertyDescriptor(Orders.prototype, 'create') ?? {},
)
Controller()(Orders)

async function mountNest(platform: ExpressAdapter | FastifyAdapter, errors: Culprit): Promise<Served> {
  class App {}
  Module({ controllers: [Orders] })(App)
  const app = nestAdapter.attach(await NestFactory.create(App, platform, { logger: false }), errors)
  await app.listen(0, '127.0.0.1')
  return served(app.getHttpServer())
}

const frameworks: readonly ReportedFramework[] = [
  {
    name: 'express',
    route: '/orders/:id',
    hasBody: true,
    mount: (errors) => {
      const app = expressAdapter.attach(express(), errors)
      app.use(express.json())
      app.post('/orders/:id', fail)
      return serve(app)
    },
  },
  {
    name: 'fastify',
    route: '/orders/:id',
    hasBody: true,
    mount: async (errors) => {
      const app = fastifyAdapter.attach(fastify(), errors)
      // What is set before the body arrives belongs to the same request.
      app.addHook('onRequest', (_request, _reply, done) => {
        currentScope().setTag('early', 'yes')
        done()
      })
      app.post('/orders/:id', fail)
      await app.listen({ port: 0, host: '127.0.0.1' })
      return served(app.server)
    },
  },
  {
    name: 'koa',
    route: '/orders/:id',
    hasBody: true,
    mount: (errors) => {
      const app = koaAdapter.attach(new Koa(), errors)
      const router = new Router()
      router.post('/orders/:id', async (context) => {
        // As body parsers of Koa do.
        Object.assign(context.request, { body: await json(context.req) })
        fail()
      })
      app.use(router.routes())
      return serve(app.callback())
    },
  },
  {
    name: 'hono',
    hasBody: false,
    mount: (errors) => {
      const app = honoAdapter.attach(new Hono(), errors)
      app.post('/orders/:id', async (context) => {
        await context.req.json()
        return fail()
      })
      return serve(getRequestListener(app.fetch))
    },
  },
  {
    name: 'node',
    hasBody: false,
    mount: (errors) => serve(nodeAdapter.wrap(fail, errors)),
  },
  {
    name: 'fetch',
    hasBody: false,
    mount: (errors) =>
      serve(getRequestListener(fetchAdapter.wrap((request: Request) => request.json().then(fail), errors))),
  },
  {
    name: 'nest on express',
    route: '/orders/:id',
    hasBody: true,
    mount: (errors) => mountNest(new ExpressAdapter(), errors),
  },
  {
    name: 'nest on fastify',
    route: '/orders/:id',
    hasBody: true,
    mount: (errors) => mountNest(new FastifyAdapter(), errors),
  },
]

describe.each(frameworks)('a report of an error on $name', ({ mount, route, hasBody, name }) => {
  it('knows its request and is in its scope', async () => {
    const events: SentEvent[] = []
    const errors = culprit({
      name: 'reports',
      dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1',
      log: { error: () => undefined, info: () => undefined },
      report: {
        spoolDir: false,
        localVariables: false,
        beforeSend: (event) => {
          events.push(event)
          return null
        },
      },
    })
    const { url, close } = await mount(errors)
    try {
      const response = await fetch(`${url}/orders/17?page=2`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: 'Bearer hunter2',
          cookie: 'theme=dark',
        },
        body: JSON.stringify({ pieces: 3, password: 'hunter2' }),
      })
      await response.text()
      expect(response.status).toBe(500)
      expect(events).toHaveLength(1)
      const [event] = events
      expect(event?.event_id).toBe(response.headers.get('x-request-error'))
      expect(event).toMatchObject({
        transaction: `POST ${route ?? '/orders/17'}`,
        request: {
          method: 'POST',
          url: `${url}/orders/17`,
          query_string: 'page=2',
          headers: { 'content-type': 'application/json', authorization: '[Filtered]' },
          cookies: { theme: 'dark' },
          env: { REMOTE_ADDR: '127.0.0.1' },
        },
        tags: { inside: 'yes', ...(name === 'fastify' && { early: 'yes' }) },
        ...(name.startsWith('nest') && { user: { id: 7 } }),
      })
      expect(event?.request?.data).toEqual(hasBody ? { pieces: 3, password: '[Filtered]' } : undefined)
    } finally {
      await close()
      await errors.report.close(0)
    }
  })
})

it('a web-standard handler without node under it tells URL and headers', async () => {
  const events: SentEvent[] = []
  const errors = culprit<Request>({
    name: 'reports',
    dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1',
    log: { error: () => undefined, info: () => undefined },
    report: {
      spoolDir: false,
      localVariables: false,
      beforeSend: (event) => {
        events.push(event)
        return null
      },
    },
  })
  const handler = fetchAdapter.wrap(fail, errors)
  await handler(new Request('https://shop.test/a?b=c', { headers: { 'x-shop': 'winter' } }))
  expect(events).toMatchObject([
    {
      request: { url: 'https://shop.test/a', query_string: 'b=c', headers: { 'x-shop': 'winter' } },
      tags: { inside: 'yes' },
    },
  ])
  await errors.report.close(0)
})
