// A web-standard handler, served by @hono/node-server: PORT=3000 node examples/conformance/fetch.ts
import { setImmediate } from 'node:timers/promises'
import { serve } from '@hono/node-server'
import { culprit } from 'culprit'
import { wrap, type FetchHandler } from 'culprit/fetch'
import { abort } from 'culprit/http'
import { BodyOnly, CardDeclined, Clumsy, PageGone, PaymentError } from './shared/errors.ts'
import { registerHandlers } from './shared/handlers.ts'
import { raise } from './shared/raise.ts'
import { port, sayListening, withHandlers } from './shared/settings.ts'
import { failingWebStream } from './shared/streams.ts'

const errors = culprit<Request>()
const admin = errors.scope('admin')

const routes = new Map<string, FetchHandler<[]>>([
  ['/abort/403', () => abort(403)],
  ['/abort/418', () => abort(418)],
  ['/abort/500', () => abort(500)],
  ['/abort-response', () => abort(new Response('custom', { status: 299 }))],
  ['/gone', () => raise(new PageGone())],
  ['/payment', () => raise(new PaymentError('no funds'))],
  ['/card', () => raise(new CardDeclined())],
  ['/type-error', () => raise(new TypeError('not a function'))],
  ['/boom', () => raise(new RangeError('secret-7731'))],
  [
    '/async-boom',
    async () => {
      await setImmediate()
      throw new RangeError('secret-7731')
    },
  ],
  ['/throw-string', () => raise('just a string')],
  ['/clumsy', () => raise(new Clumsy())],
  ['/body-only', () => raise(new BodyOnly())],
  ['/stream', () => new Response(failingWebStream())],
  ['/admin/forbidden', wrap(() => abort(403), admin)],
  ['/admin/not-found', wrap(() => abort(404), admin)],
  ['/admin/teapot', wrap(() => abort(418), admin)],
  ['/admin/type-error', wrap(() => raise(new TypeError('not a function')), admin)],
])

if (withHandlers) registerHandlers(errors, admin)

const handler = wrap((request: Request) => {
  const route = routes.get(new URL(request.url).pathname) ?? abort(404)
  if (request.method !== 'GET' && request.method !== 'HEAD') abort(405, ['GET', 'HEAD'])
  return route(request)
}, errors)

serve({ fetch: handler, port }, sayListening)
