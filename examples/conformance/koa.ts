// Koa with @koa/router: PORT=3000 node examples/conformance/koa.ts
import { setImmediate } from 'node:timers/promises'
import Router from '@koa/router'
import { culprit } from 'culprit'
import { abort } from 'culprit/http'
import { attach } from 'culprit/koa'
import Koa, { type Context } from 'koa'
import { BodyOnly, CardDeclined, Clumsy, PageGone, PaymentError } from './shared/errors.ts'
import { registerHandlers } from './shared/handlers.ts'
import { raise } from './shared/raise.ts'
import { port, sayListening, withHandlers } from './shared/settings.ts'
import { failingReadable } from './shared/streams.ts'

const errors = culprit<Context>()
const app = attach(new Koa(), errors)
const router = new Router()

router.get('/abort/403', () => abort(403))
router.get('/abort/418', () => abort(418))
router.get('/abort/500', () => abort(500))
router.get('/abort-response', () => abort(new Response('custom', { status: 299 })))
router.get('/gone', () => raise(new PageGone()))
router.get('/payment', () => raise(new PaymentError('no funds')))
router.get('/card', () => raise(new CardDeclined()))
router.get('/type-error', () => raise(new TypeError('not a function')))
router.get('/boom', () => raise(new RangeError('secret-7731')))
router.get('/async-boom', async () => {
  await setImmediate()
  throw new RangeError('secret-7731')
})
router.get('/throw-string', () => raise('just a string'))
router.get('/clumsy', () => raise(new Clumsy()))
router.get('/body-only', () => raise(new BodyOnly()))
router.get('/stream', (context) => {
  context.body = failingReadable()
})

const scope = errors.scope('admin')
const admin = attach(new Router({ prefix: '/admin' }), scope)
admin.get('/forbidden', () => abort(403))
admin.get('/not-found', () => abort(404))
admin.get('/teapot', () => abort(418))
admin.get('/type-error', () => raise(new TypeError('not a function')))

if (withHandlers) registerHandlers(errors, scope)

app.use(router.routes()).use(admin.routes())
const server = app.listen(port, () => sayListening(server.address()))
