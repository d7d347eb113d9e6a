// Express: PORT=3000 node examples/conformance/express.ts
import { setImmediate } from 'node:timers/promises'
import { culprit } from 'culprit'
import { attach, type ExpressContext } from 'culprit/express'
import { abort } from 'culprit/http'
import express, { Router } from 'express'
import { BodyOnly, CardDeclined, Clumsy, PageGone, PaymentError } from './shared/errors.ts'
import { registerHandlers } from './shared/handlers.ts'
import { raise } from './shared/raise.ts'
import { port, sayListening, withHandlers } from './shared/settings.ts'
import { writeAndFail } from './shared/streams.ts'

const errors = culprit<ExpressContext>()
const app = attach(express(), errors)

app.get('/abort/403', () => abort(403))
app.get('/abort/418', () => abort(418))
app.get('/abort/500', () => abort(500))
app.get('/abort-response', () => abort(new Response('custom', { status: 299 })))
app.get('/gone', () => raise(new PageGone()))
app.get('/payment', () => raise(new PaymentError('no funds')))
app.get('/card', () => raise(new CardDeclined()))
app.get('/type-error', () => raise(new TypeError('not a function')))
app.get('/boom', () => raise(new RangeError('secret-7731')))
app.get('/async-boom', async () => {
  await setImmediate()
  throw new RangeError('secret-7731')
})
app.get('/throw-string', () => raise('just a string'))
app.get('/clumsy', () => raise(new Clumsy()))
app.get('/body-only', () => raise(new BodyOnly()))
app.get('/stream', (_request, response) => writeAndFail(response))

const scope = errors.scope('admin')
const admin = attach(Router(), scope)
admin.get('/forbidden', () => abort(403))
admin.get('/not-found', () => abort(404))
admin.get('/teapot', () => abort(418))
admin.get('/type-error', () => raise(new TypeError('not a function')))
app.use('/admin', admin)

if (withHandlers) registerHandlers(errors, scope)

const server = app.listen(port, () => sayListening(server.address()))
