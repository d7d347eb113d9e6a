// Plain node:http: PORT=3000 node examples/conformance/node.ts
import { createServer, type RequestListener } from 'node:http'
import { setImmediate } from 'node:timers/promises'
import { culprit } from 'culprit'
import { abort } from 'culprit/http'
import { wrap, type NodeContext } from 'culprit/node'
import { BodyOnly, CardDeclined, Clumsy, PageGone, PaymentError } from './shared/errors.ts'
import { registerHandlers } from './shared/handlers.ts'
import { raise } from './shared/raise.ts'
import { port, sayListening, withHandlers } from './shared/settings.ts'
import { writeAndFail } from './shared/streams.ts'

const errors = culprit<NodeContext>()
const admin = errors.scope('admin')

const routes = new Map<string, RequestListener>([
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
  ['/stream', (_request, response) => writeAndFail(response)],
  ['/admin/forbidden', wrap(() => abort(403), admin)],
  ['/admin/not-found', wrap(() => abort(404), admin)],
  ['/admin/teapot', wrap(() => abort(418), admin)],
  ['/admin/type-error', wrap(() => raise(new TypeError('not a function')), admin)],
])

if (withHandlers) registerHandlers(errors, admin)

const listener = wrap((request, response) => {
  const [path = '/'] = (request.url ?? '/').split('?')
  const route = routes.get(path) ?? abort(404)
  if (request.method !== 'GET' && request.method !== 'HEAD') abort(405, ['GET', 'HEAD'])
  return route(request, response)
}, errors)

const server = createServer(listener)
server.listen(port, () => sayListening(server.address()))
