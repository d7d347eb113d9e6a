import { culprit } from 'culprit'
import { attach } from 'culprit/hono'
import { NotFound } from 'culprit/http'
import { Hono, type Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type Contestant, Missing, missingText, type Start, statusOf } from './contestant.ts'
import { serveFetch } from './serve-fetch.ts'

function bare(missing: () => Promise<Response>): Start {
  return () => {
    const app = new Hono()
    app.get('/ok', async (c) => c.text('ok'))
    app.get('/missing', missing)
    app.onError((error, c) => {
      if (statusOf(error) === 404) return c.text(missingText, 404)
      throw error
    })
    return serveFetch(app.fetch)
  }
}

/** Hono on its server for Node, with `onError` and its own errors. */
export const contestant: Contestant = {
  own: bare(async () => {
    throw new HTTPException(404)
  }),
  least: bare(async () => {
    throw new Missing()
  }),
  culprit: () => {
    const errors = culprit<Context>()
    const app = attach(new Hono(), errors)
    app.get('/ok', async (c) => c.text('ok'))
    app.get('/missing', async () => {
      throw new NotFound()
    })
    errors.registerErrorHandler(404, () => [missingText, 404])
    return serveFetch(app.fetch)
  },
}
