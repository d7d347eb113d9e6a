import { createServer } from 'node:http'
import { culprit } from 'culprit'
import { abort } from 'culprit/http'
import { attach, type KoaContext } from 'culprit/koa'
import Koa, { type Middleware } from 'koa'
import { type Contestant, Missing, missingText, type Start, started, statusOf } from './contestant.ts'

function bare(route: Middleware): Start {
  return () => {
    const app = new Koa()
    app.use(async (ctx, next) => {
      try {
        await next()
      } catch (error) {
        if (statusOf(error) !== 404) throw error
        ctx.status = 404
        ctx.body = missingText
      }
    })
    app.use(route)
    return started(createServer(app.callback()))
  }
}

/** Koa with a middleware that catches, and `ctx.throw`. */
export const contestant: Contestant = {
  own: bare(async (ctx) => {
    if (ctx.path !== '/ok') ctx.throw(404)
    ctx.body = 'ok'
  }),
  least: bare(async (ctx) => {
    if (ctx.path !== '/ok') throw new Missing()
    ctx.body = 'ok'
  }),
  culprit: () => {
    const errors = culprit<KoaContext>()
    const app = attach(new Koa(), errors)
    app.use(async (ctx) => {
      if (ctx.path !== '/ok') abort(404)
      ctx.body = 'ok'
    })
    errors.registerErrorHandler(404, () => [missingText, 404])
    return started(createServer(app.callback()))
  },
}
