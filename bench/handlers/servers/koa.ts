import { createServer } from 'node:http'
import { culprit } from 'culprit'
import { abort } from 'culprit/http'
import { attach, type KoaContext } from 'culprit/koa'
import Koa from 'koa'
import { type Contestant, listen, Missing, missingText } from './contestant.ts'

/** Koa with a middleware that catches. */
export const contestant: Contestant = {
  bare: () => {
    const app = new Koa()
    app.use(async (ctx, next) => {
      try {
        await next()
      } catch (error) {
        if (!(error instanceof Missing)) throw error
        ctx.status = 404
        ctx.body = missingText
      }
    })
    app.use(async (ctx) => {
      if (ctx.path !== '/ok') throw new Missing()
      ctx.body = 'ok'
    })
    return listen(createServer(app.callback()))
  },
  culprit: () => {
    const errors = culprit<KoaContext>()
    const app = attach(new Koa(), errors)
    app.use(async (ctx) => {
      if (ctx.path !== '/ok') abort(404)
      ctx.body = 'ok'
    })
    errors.registerErrorHandler(404, () => [missingText, 404])
    return listen(createServer(app.callback()))
  },
}
