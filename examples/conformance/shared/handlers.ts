// The error handlers of all conformance applications: none of them knows which framework serves it.
import type { Culprit, Scope } from 'culprit'
import { Forbidden, HttpException, InternalServerError } from 'culprit/http'
import { BodyOnly, Clumsy, PaymentError } from './errors.ts'

export function registerHandlers<Context>(errors: Culprit<Context>, admin: Scope<Context>): void {
  errors.registerErrorHandler(404, () => ['app 404', 404])
  errors.registerErrorHandler(Forbidden, () => ['app forbidden', 403])
  errors.registerErrorHandler(HttpException, (error) => [error.toJSON(), error.status])
  errors.registerErrorHandler(TypeError, () => ['app type error', 500])
  errors.registerErrorHandler(PaymentError, (error) => [`payment: ${error.message}`, 402])
  errors.registerErrorHandler(BodyOnly, () => 'just body')
  errors.registerErrorHandler(Clumsy, () => JSON.parse('{'))
  errors.registerErrorHandler(InternalServerError, ({ originalException }) => [
    `app 500: ${originalException?.name ?? 'none'}`,
    500,
  ])

  admin.registerErrorHandler(403, () => ['admin 403', 403])
  admin.registerErrorHandler(HttpException, (error) => ['admin http', error.status])
  admin.registerErrorHandler(Error, () => ['admin error', 500])
}
