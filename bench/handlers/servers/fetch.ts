import { culprit } from 'culprit'
import { wrap } from 'culprit/fetch'
import { NotFound } from 'culprit/http'
import { type Contestant, HttpError, Missing, missingText, type Start, statusOf } from './contestant.ts'
import { serveFetch } from './serve-fetch.ts'

type Handler = (request: Request) => Promise<Response>

function bare(handle: Handler): Start {
  return () =>
    serveFetch(async (request) => {
      try {
        return await handle(request)
      } catch (error) {
        if (statusOf(error) === 404) return new Response(missingText, { status: 404 })
        throw error
      }
    })
}

/** A web-standard handler that catches, on the server that Hono's users have for Node. */
export const contestant: Contestant = {
  own: bare(async (request) => {
    if (!request.url.endsWith('/ok')) throw new HttpError(404, 'Not Found')
    return new Response('ok')
  }),
  least: bare(async (request) => {
    if (!request.url.endsWith('/ok')) throw new Missing()
    return new Response('ok')
  }),
  culprit: () => {
    const errors = culprit<Request>()
    errors.registerErrorHandler(404, () => [missingText, 404])
    const handler = wrap(async (request: Request) => {
      if (!request.url.endsWith('/ok')) throw new NotFound()
      return new Response('ok')
    }, errors)
    return serveFetch(handler)
  },
}
