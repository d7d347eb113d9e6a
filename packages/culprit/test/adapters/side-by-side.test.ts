import { getRequestListener } from '@hono/node-server'
import { ask, type SeenLine } from '@culprit/testkit'
import { culprit, type Culprit } from 'culprit'
import { attach as attachExpress, type ExpressContext } from 'culprit/express'
import { attach as attachFastify, type FastifyContext } from 'culprit/fastify'
import { attach as attachHono } from 'culprit/hono'
import { attach as attachKoa } from 'culprit/koa'
import { wrap, type NodeContext } from 'culprit/node'
import express from 'express'
import express4 from 'express-4'
import fastify from 'fastify'
import { Hono, type Context as HonoContext } from 'hono'
import Koa, { type Context as KoaContext } from 'koa'
import { expect, it } from 'vitest'
import { raise } from '../../../../examples/conformance/shared/raise.ts'
import { serve, served, type Served } from './support/serve.ts'

const boom = (): never => raise(new RangeError('secret-7731'))

const frameworks: Readonly<
  Record<string, (name: string) => Promise<Served & { readonly lines: readonly SeenLine[] }>>
> = {
  express: (name) =>
    start<ExpressContext>(name, (errors) => serve(attachExpress(express(), errors).get('/boom', boom))),
  'express 4': (name) =>
    start<ExpressContext>(name, (errors) => serve(attachExpress(express4(), errors).get('/boom', boom))),
  koa: (name) =>
    start<KoaContext>(name, (errors) => serve(attachKoa(new Koa(), errors).use(boom).callback())),
  hono: (name) =>
    start<HonoContext>(name, (errors) =>
      serve(getRequestListener(attachHono(new Hono(), errors).get('/boom', boom).fetch)),
    ),
  'node:http': (name) => start<NodeContext>(name, (errors) => serve(wrap(boom, errors))),
  fastify: (name) =>
    start<FastifyContext>(name, async (errors) => {
      const app = attachFastify(fastify(), errors)
      app.get('/boom', boom)
      await app.listen({ port: 0, host: '127.0.0.1' })
      return served(app.server)
    }),
}

async function start<Context>(
  name: string,
  mount: (errors: Culprit<Context>) => Promise<Served>,
): Promise<Served & { readonly lines: readonly SeenLine[] }> {
  const lines: SeenLine[] = []
  const log = {
    error: (message: string) => void lines.push({ level: 'error', message }),
    info: () => undefined,
  }
  const errors = culprit<Context>({ log })
  errors.registerErrorHandler(RangeError, (error) => [`${name}: ${error.name}`, 418])
  errors.registerErrorHandler(500, () => raise(new Error('not asked')))
  return { ...(await mount(errors)), lines }
}

it('applications of all frameworks in one process answer with their own handlers alone', async () => {
  const apps = await Promise.all(
    Object.entries(frameworks).flatMap(([name, make]) => [make(`first ${name}`), make(`second ${name}`)]),
  )
  const answers = await Promise.all(apps.map(({ url }) => ask(`${url}/boom`)))
  expect(answers.map(({ status, body }) => [status, body])).toEqual(
    Object.keys(frameworks).flatMap((name) => [
      [418, `first ${name}: RangeError`],
      [418, `second ${name}: RangeError`],
    ]),
  )
  expect(apps.flatMap(({ lines }) => lines)).toEqual([])
  await Promise.all(apps.map((app) => app.close()))
})
