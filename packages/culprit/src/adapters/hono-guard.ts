import type { Context, Env, Hono, Schema } from 'hono'
import { NonErrorThrown } from '../http/non-error-thrown.ts'
import { answerOutermost, endRequest, replaceResponse, tearDown } from './hono-dispatch.ts'
import { debuggedHono, enterRequest, type HonoOwner } from './hono-request.ts'
import { markScopes } from './web-scopes.ts'

/** A handler or middleware as Hono's router keeps it. */
type HonoHandler<E extends Env> = (c: Context<E>, next: () => Promise<void>) => unknown

/**
 * Has every handler that is added to an app from now on throw instances of `Error` only, since Hono shows `onError`
 * nothing else: what else was thrown comes in a `NonErrorThrown`, in which `answerHono` finds it again. Done where
 * handlers enter Hono's router, the one place that all the ways to add one lead through; when a sub-app is mounted, its
 * guarded handlers are.
 */
export function guardHandlers<E extends Env, S extends Schema, BasePath extends string>(
  app: Hono<E, S, BasePath>,
  owner: HonoOwner<E>,
): void {
  const { router } = app
  const add = router.add.bind(router)
  router.add = (method, path, [handler, route]) => {
    // Hono keeps the same object for `app.route`, which takes the handler from it.
    route.handler = Object.defineProperties(guard(handler, owner), {
      name: { value: handler.name },
      // Hono's tools tell middleware from handlers by the number of parameters.
      length: { value: handler.length },
    })
    add(method, path, [route.handler, route])
  }
}

function guard<E extends Env>(handler: HonoHandler<E>, owner: HonoOwner<E>): HonoHandler<E> {
  const { errors, scopes } = owner
  return (c, next) => {
    const debugged = debuggedHono(c, errors)
    if (debugged !== undefined) return debugged
    // Handlers of a sub-app run inside the application's, so that the innermost scope is the last one noted.
    if (errors.hasTeardown) markScopes(c, scopes)
    const leave = enterRequest(c, errors)
    const call: HonoCall<E> = { c, owner, isOutermost: leave !== undefined }
    try {
      const result = handler(c, next)
      if (result instanceof Promise) {
        return result.then(
          (value) => answered(value, call),
          (thrown: unknown) => failed(thrown, call),
        )
      }
      // What takes `next` may have called it without waiting for it.
      return handler.length < 2 ? answered(result, call) : ended(result, call)
    } catch (thrown) {
      return failed(thrown, call)
    } finally {
      leave?.()
    }
  }
}

/** A handler that runs, perhaps the one that all others of the request run inside of. */
interface HonoCall<E extends Env> {
  readonly c: Context<E>
  readonly owner: HonoOwner<E>
  readonly isOutermost: boolean
}

/** Hono finds out that nothing was answered when the middleware is through, and in a sub-app with `onError` never. */
function answered<E extends Env>(result: unknown, call: HonoCall<E>): unknown {
  if (result || call.c.finalized) return ended(result, call)
  const problem = 'Context is not finalized. Did you forget to return a Response object or `await next()`?'
  return failed(new Error(problem), call)
}

function ended<E extends Env>(result: unknown, { c, owner, isOutermost }: HonoCall<E>): unknown {
  if (!isOutermost) return result
  if (result instanceof Response) return endRequest(result, c, owner)
  if (c.finalized) replaceResponse(c, endRequest(c.res, c, owner))
  else tearDown(c, owner.errors)
  return result
}

/** @throws what Hono's own error handling is to answer, for all but the outermost handler. */
function failed<E extends Env>(thrown: unknown, { c, owner, isOutermost }: HonoCall<E>): unknown {
  const error = toInstance(thrown)
  if (!isOutermost) throw error
  return answerOutermost(error, c, owner)
}

/** Errors of other realms are none to Hono either. */
function toInstance(thrown: unknown): Error {
  try {
    if (thrown instanceof Error) return thrown
  } catch {
    // A revoked proxy.
  }
  return new NonErrorThrown(thrown)
}
