import type { Context, Env, Hono, Schema } from 'hono'
import { NonErrorThrown } from '../http/non-error-thrown.ts'
import type { HonoFailure } from './hono-dispatch.ts'
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
  owner: HonoFailure<E>,
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

function guard<E extends Env>(handler: HonoHandler<E>, { errors, scopes }: HonoFailure<E>): HonoHandler<E> {
  return (c, next) => {
    // Handlers of a sub-app run inside the application's, so that the innermost scope is the last one noted.
    if (errors.hasTeardown) markScopes(c, scopes)
    let result: unknown
    try {
      result = handler(c, next)
    } catch (thrown) {
      throw toInstance(thrown)
    }
    if (result instanceof Promise) return result.then((value) => answered(value, c), rejectWithInstance)
    // What takes `next` may have called it without waiting for it.
    return handler.length < 2 ? answered(result, c) : result
  }
}

/** Hono finds out that nothing was answered when the middleware is through, and in a sub-app with `onError` never. */
function answered<E extends Env>(result: unknown, c: Context<E>): unknown {
  if (result || c.finalized) return result
  throw new Error('Context is not finalized. Did you forget to return a Response object or `await next()`?')
}

function rejectWithInstance(thrown: unknown): never {
  throw toInstance(thrown)
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
