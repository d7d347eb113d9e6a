import { serve } from '@hono/node-server'
import { culprit } from 'culprit'
import { attach } from 'culprit/hono'
import { abort } from 'culprit/http'
import { Hono, type Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { type Contestant, missingText } from './contestant.ts'

/** Hono on its server for Node, with `onError`. */
export const contestant: Contestant = {
  bare: () => {
    const app = new Hono()
    app.get('/ok', async (c) => c.text('ok'))
    app.get('/missing', async () => {
      throw new HTTPException(404)
    })
    app.onError((error, c) => {
      if (error instanceof HTTPException && error.status === 404) return c.text(missingText, 404)
      throw error
    })
    return start(app)
  },
  culprit: () => {
    const errors = culprit<Context>()
    const app = attach(new Hono(), errors)
    app.get('/ok', async (c) => c.text('ok'))
    app.get('/missing', async () => abort(404))
    errors.registerErrorHandler(404, () => [missingText, 404])
    return start(app)
  },
}

function start({ fetch }: Pick<Hono, 'fetch'>): Promise<number> {
  return new Promise((resolve) =>
    serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port)),
  )
}
