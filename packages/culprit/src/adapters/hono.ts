import type { Context, Env, Hono, Next, Schema } from 'hono'
import type { Errors } from '../handlers/errors.ts'
import type { Scope } from '../handlers/scope.ts'
import { NotFound } from '../http/client-errors.ts'
import { claimTarget } from './claim-target.ts'
import { webRequestOrigin } from './fetch-request.ts'
import { answerHono, bodyFailed, endHonoRequest } from './hono-dispatch.ts'
import { guardHandlers } from './hono-guard.ts'
import { isScope } from './is-scope.ts'
import { debuggerResponse } from './web-debugger.ts'
import { BodyStreams, watchBody } from './web-response-body.ts'

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
  const owner = isScope(target)
    ? { errors: target.errors, scopes: target.path }
    : { errors: target, scopes: [] }
  if (typeof app.onError !== 'function') throw new TypeError('attach() takes an application of Hono')
  claimTarget(app, app.routes.length)
  if (!isScope(target)) attachErrors(app, target)
  guardHandlers(app, owner)
  app.onError((error, c) => answerHono(error, c, owner))
  return app
}

function attachErrors<E extends Env, S extends Schema, BasePath extends string>(
  app: Hono<E, S, BasePath>,
  errors: Errors<Context<E>>,
): void {
  app.notFound((c) => answerHono(new NotFound(), c, { errors, scopes: [] }))
  const streams = new BodyStreams()
  const serve = async (c: Context<E>, next: Next): Promise<void> => {
    try {
      await next()
    } finally {
      if (errors.hasTeardown) endHonoRequest(c, errors)
    }
    const stream = c.finalized ? streams.streamOf(c.res) : undefined
    if (stream === undefined) return
    const watched = watchBody(c.res, stream, (error) => bodyFailed(error, c, errors))
    // Without this, Hono would merge the headers of the response into those of its own copy.
    c.res = undefined
    c.res = watched
  }
  app.use((c, next) => {
    const debugged = debuggerResponse(errors, c.req.raw, c.env)
    return debugged ?? errors.run(webRequestOrigin(c.req.raw, c.env), () => serve(c, next))
  })
}
