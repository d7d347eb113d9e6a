import { buffer, json } from 'node:stream/consumers'
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
    route: '/orders/:id',
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
    mount: (errors) => serve(nodeAdapter.wrap((req) => json(req).then(fail), errors)),
  },
  {
    name: 'fetch',
    mount: (errors) =>
      serve(getRequestListener(fetchAdapter.wrap((request: Request) => request.json().then(fail), errors))),
  },
  {
    name: 'nest on express',
    route: '/orders/:id',
    mount: (errors) => mountNest(new ExpressAdapter(), errors),
  },
  {
    name: 'nest on fastify',
    route: '/orders/:id',
    mount: (errors) => mountNest(new FastifyAdapter(), errors),
  },
]

describe.each(frameworks)('a report of an error on $name', ({ mount, route, name }) => {
  it('knows its request and is in its scope', async () => {
    const events: SentEvent[] = []
    const errors = reporting(events)
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
      expect(event?.request?.data).toEqual({ pieces: 3, password: '[Filtered]' })
    } finally {
      await close()
      await errors.report.close(0)
    }
  })
})

/** An application that keeps its reports in a list. */
function reporting<Context>(events: SentEvent[], maxRequestBody?: number): Culprit<Context> {
  return culprit<Context>({
    name: 'reports',
    dsn: 'http://0123456789abcdef0123456789abcdef@127.0.0.1:9/1',
    log: { error: () => undefined, info: () => undefined },
    report: {
      spoolDir: false,
      localVariables: false,
      ...(maxRequestBody !== undefined && { maxRequestBody }),
      beforeSend: (event) => {
        events.push(event)
        return null
      },
    },
  })
}

describe('the body of a request in a report', () => {
  const json = { 'content-type': 'application/json' }
  const ways: readonly (readonly [string, (request: Request) => Promise<unknown>])[] = [
    ['json()', (request) => request.json()],
    ['text()', (request) => request.text()],
    ['arrayBuffer()', (request) => request.arrayBuffer()],
    ['bytes()', (request) => new Response(request.body).bytes()],
  ]
  it.each(ways)('is seen by a web-standard handler without node under it: %s', async (way, read) => {
    const events: SentEvent[] = []
    const errors = reporting<Request>(events)
    const body = JSON.stringify({ pieces: 3, password: 'hunter2' })
    const handler = fetchAdapter.wrap((request: Request) => read(request).then(fail), errors)
    await handler(new Request('https://shop.test/', { method: 'POST', headers: json, body }))
    // What reads the stream is not seen.
    const seen = way === 'bytes()' ? undefined : { pieces: 3, password: '[Filtered]' }
    expect(events[0]?.request?.data).toEqual(seen)
    await errors.report.close(0)
  })

  it('is seen by Hono without node under it, and the fields of a form', async () => {
    const events: SentEvent[] = []
    const errors = reporting(events)
    const app = honoAdapter.attach(new Hono(), errors)
    app.post('/json', async (context) => (await context.req.json(), fail()))
    app.post('/form', async (context) => (await context.req.formData(), fail()))
    const body = JSON.stringify({ pieces: 3 })
    await app.request('/json', { method: 'POST', headers: json, body })
    const form = new FormData()
    form.append('coupon', 'winter')
    form.append('password', 'hunter2')
    form.append('photo', new File(['12345'], 'me.png'))
    await app.request('/form', { method: 'POST', body: form })
    expect(events.map(({ request }) => request?.data)).toEqual([
      { pieces: 3 },
      { coupon: 'winter', password: '[Filtered]', photo: '[me.png, 5 bytes]' },
    ])
    await errors.report.close(0)
  })

  const posted = async (
    body: string | Uint8Array<ArrayBuffer>,
    type: string,
    handler: nodeAdapter.NodeHandler,
  ): Promise<unknown> => {
    const events: SentEvent[] = []
    const errors = reporting<nodeAdapter.NodeContext>(events, 40)
    const { url, close } = await serve(nodeAdapter.wrap(handler, errors))
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body })
    await response.text()
    await close()
    await errors.report.close(0)
    return events[0]?.request?.data
  }
  const readAll: nodeAdapter.NodeHandler = (req) => buffer(req).then(fail)

  it.each([
    ['text/plain', 'x'.repeat(100_000), `${'x'.repeat(40)}...`],
    [
      'application/json',
      `{"password":"hunter2","pad":"${'x'.repeat(100)}"}`,
      expect.stringContaining('[Filtered]'),
    ],
    ['application/json', '{"broken', '{"broken'],
    ['application/x-www-form-urlencoded', 'a=1&password=hunter2', 'a=1&password=[Filtered]'],
    ['application/octet-stream', new Uint8Array(70_000), '[70000 bytes]'],
    ['multipart/form-data; boundary=x', '--x--', '[5 bytes]'],
    ['text/plain', '', undefined],
  ])('over node:http is within its limit and without secrets: %s', async (type, body, seen) => {
    const data = await posted(body, type, readAll)
    expect(data).toEqual(seen)
    expect(JSON.stringify(data) ?? '').not.toContain('hunter2')
  })

  it('is left to the application, whatever way it reads it, and however late', async () => {
    const text = 'x'.repeat(1_000_000)
    const sizes: number[] = []
    const noted: nodeAdapter.NodeHandler = async (req, res) => {
      if (req.url === '/late') await new Promise((resolve) => setTimeout(resolve, 20))
      if (req.url === '/events')
        sizes.push(
          await new Promise<number>((resolve) => {
            let size = 0
            req.on('data', (chunk: Buffer) => (size += chunk.length)).on('end', () => resolve(size))
          }),
        )
      else if (req.url === '/loop') {
        let size = 0
        for await (const chunk of req) size += (chunk as Buffer).length
        sizes.push(size)
      } else sizes.push((await buffer(req)).length)
      res.end()
    }
    const errors = reporting<nodeAdapter.NodeContext>([])
    const { url, close } = await serve(nodeAdapter.wrap(noted, errors))
    for (const path of ['/late', '/events', '/loop', '/'])
      await (await fetch(url + path, { method: 'POST', body: text })).text()
    expect(sizes).toEqual([text.length, text.length, text.length, text.length])
    await close()
    await errors.report.close(0)
  })
})

it('a web-standard handler without node under it tells URL and headers', async () => {
  const events: SentEvent[] = []
  const errors = reporting<Request>(events)
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
