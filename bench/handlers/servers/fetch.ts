import { serve } from '@hono/node-server'
import { culprit } from 'culprit'
import { wrap } from 'culprit/fetch'
import { abort } from 'culprit/http'
import { type Contestant, Missing, missingText } from './contestant.ts'

type Handler = (request: Request) => Promise<Response>

async function handle(request: Request): Promise<Response> {
  if (!request.url.endsWith('/ok')) throw new Missing()
  return new Response('ok')
}

/** A web-standard handler that catches, on the server that Hono's users have for Node. */
export const contestant: Contestant = {
  bare: () =>
    start(async (request) => {
      try {
        return await handle(request)
      } catch (error) {
        if (error instanceof Missing) return new Response(missingText, { status: 404 })
        throw error
      }
    }),
  culprit: () => {
    const errors = culprit<Request>()
    errors.registerErrorHandler(404, () => [missingText, 404])
    const handler = wrap(async (request: Request) => {
      if (!request.url.endsWith('/ok')) abort(404)
      return new Response('ok')
    }, errors)
    return start(handler)
  },
}

function start(fetch: Handler): Promise<number> {
  return new Promise((resolve) =>
    serve({ fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => resolve(port)),
  )
}
