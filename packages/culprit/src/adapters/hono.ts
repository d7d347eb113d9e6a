import type { Context, Env, Hono, Schema } from 'hono'
import type { Errors, Scope } from '../handlers/errors.ts'
import { claimTarget } from './claim-target.ts'
import { answerHono, answerUnmatched } from './hono-dispatch.ts'
import { guardHandlers } from './hono-guard.ts'
import type { HonoOwner } from './hono-request.ts'
import { isScope } from './is-scope.ts'
import { BodyStreams } from './web-response-body.ts'

/**
 * Has the errors of a Hono application answered by its error handlers, or those of a sub-app by the handlers of a scope
 * and the application's. Call it before routes and middleware are added: what they throw is then caught whatever it is,
 * while Hono knows instances of `Error` only. It takes `onError`, and on an application `notFound`; a path under the
 * prefix of a sub-app that no route matches has no scope. Returns the app.
 */
export function attach<
  E extends Env,
  S extends Schema,
  BasePath extends string,
  App extends Hono<E, S, BasePath>,
>(app: App & Hono<E, S, BasePath>, target: Errors<Context<E>> | Scope<Context<E>>): App {
  const streams = new BodyStreams()
  const owner: HonoOwner<E> = isScope(target)
    ? { errors: target.errors, scopes: target.path, streams }
    : { errors: target, scopes: [], streams }
  if (typeof app.onError !== 'function') throw new TypeError('attach() takes an application of Hono')
  claimTarget(app, app.routes.length)
  if (!isScope(target)) app.notFound((c) => answerUnmatched(c, owner))
  guardHandlers(app, owner)
  app.onError((error, c) => answerHono(error, c, owner))
  return app
}
