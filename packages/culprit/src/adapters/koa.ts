import type Application from 'koa'
import type { Errors, Scope } from '../handlers/errors.ts'
import { NotFound } from '../http/client-errors.ts'
import { toError } from '../http/non-error-thrown.ts'
import { claimTarget } from './claim-target.ts'
import { isScope } from './is-scope.ts'
import { isUnanswered, type KoaContext } from './koa-answer.ts'
import { sendBody, untilFirstChunk } from './koa-body.ts'
import { answerKoa, breakKoa, isConnectionError, isPropagated } from './koa-dispatch.ts'
import { serveDebugger } from './node-debugger.ts'
import { writeLastResort } from './node-response.ts'
import { nodeRequestOrigin } from './node-request.ts'
import { enterScope, failScope, leaveScope } from './node-scopes.ts'
import { runTeardownAtEnd } from './node-teardown.ts'

export type { KoaContext } from './koa-answer.ts'

/** Middleware of Koa, as far as this adapter has to know it. */
export type KoaMiddleware = (ctx: KoaContext, next: () => Promise<unknown>) => Promise<void>

/** A router whose middleware runs for matched routes only, as that of `@koa/router` does. */
export interface KoaRouter {
  readonly use: (middleware: KoaMiddleware) => unknown
}

/** A router of any state and context. */
interface AnyRouter {
  readonly use: (...middleware: never[]) => unknown
}

/**
 * Has the errors of a Koa application answered by its error handlers; call it before any `use`. It also takes the place
 * of `ctx.onerror`: bodies that fail while they are sent break the connection and are logged once, not by Koa too.
 * Listeners for 'error' are still told of errors that nothing handled. Returns the app.
 */
export function attach<State, Custom, App extends Application<State, Custom>>(
  app: App & Application<State, Custom>,
  errors: Errors<KoaContext> | Errors<Application.ParameterizedContext<State, Custom>>,
): App
/**
 * Has errors of the routes of a router looked up in a scope first; call it before its routes are added. A path under
 * its prefix that no route matches has no scope. Returns the router.
 */
export function attach<Router extends AnyRouter, Ctx extends Application.ExtendableContext>(
  router: Router,
  scope: Scope<Ctx>,
): Router
export function attach(
  target: Application | KoaRouter,
  owner: Errors<KoaContext> | Scope<KoaContext>,
): Application | KoaRouter {
  if (isScope(owner)) {
    claimTarget(target, routesOf(target))
    target.use(scopeMiddleware(owner))
  } else if ('context' in target) {
    claimTarget(target, target.middleware.length)
    attachErrors(target, owner)
  } else throw new TypeError('attach(app, errors) takes an application of Koa; a router goes with a scope')
  return target
}

/** Returns how many routes a router has; its middleware, which has no methods, is none. */
function routesOf(router: object): number {
  if (!('stack' in router) || !Array.isArray(router.stack)) return 0
  return router.stack.filter((layer: { readonly methods?: unknown } | null) => {
    return Array.isArray(layer?.methods) && layer.methods.length > 0
  }).length
}

function attachErrors(app: Application, errors: Errors<KoaContext>): void {
  app.use(errorMiddleware(errors))
  const koaOnError = app.context.onerror
  app.context.onerror = function onerror(this: KoaContext, error: unknown): void {
    // Koa calls it with nothing at the end of every response, and with the socket's error while middleware still runs,
    // which is told of the client's leaving by its own means.
    if (error === undefined || error === null || (!this.headerSent && isConnectionError(error))) return
    if (isPropagated(error, this)) koaOnError.call(this, toError(error))
    else if (this.headerSent || !this.writable) breakKoa(error, this, errors)
    else void answerLate(error, this, (last) => koaOnError.call(this, last), errors)
  }
}

function errorMiddleware(errors: Errors<KoaContext>): KoaMiddleware {
  return function culprit(ctx, next) {
    if (serveDebugger(errors, ctx)) {
      ctx.respond = false
      return Promise.resolve()
    }
    if (errors.hasTeardown) runTeardownAtEnd(errors, ctx, ctx)
    const leave = errors.enter(nodeRequestOrigin(ctx.req))
    try {
      return serve(ctx, next, errors)
    } finally {
      leave()
    }
  }
}

async function serve(
  ctx: KoaContext,
  next: () => Promise<unknown>,
  errors: Errors<KoaContext>,
): Promise<void> {
  try {
    await next()
    if (typeof ctx.body === 'object') await untilFirstChunk(ctx)
  } catch (thrown) {
    const answering = answerKoa(thrown, ctx, errors)
    if (answering !== undefined) await answering
    return
  }
  if (isUnanswered(ctx)) await answerKoa(new NotFound(), ctx, errors, [])
}

function scopeMiddleware(scope: Scope<KoaContext>): KoaMiddleware {
  return async function culpritScope(ctx, next) {
    const outer = enterScope(ctx.req, scope.path)
    try {
      await next()
    } catch (thrown) {
      failScope(ctx.req, thrown, outer)
      throw thrown
    }
    // The route passed the request on, so that it is not the one that answers it.
    if (isUnanswered(ctx)) leaveScope(ctx.req, outer)
  }
}

/** An error that comes when all middleware is through: a body that cannot be made JSON, or `ctx.onerror` called by hand. */
async function answerLate(
  error: unknown,
  ctx: KoaContext,
  propagate: (error: Error) => void,
  errors: Errors<KoaContext>,
): Promise<void> {
  try {
    await answerKoa(error, ctx, errors)
  } catch (unhandled) {
    propagate(toError(unhandled))
    return
  }
  try {
    sendBody(ctx)
  } catch {
    writeLastResort(ctx.res)
  }
}
