import { keepEndLayer } from './express-end-layer.ts'
import {
  type ErrorMiddleware,
  type ExpressFunction,
  guardErrorMiddleware,
  guardHandler,
  guardParamHandler,
  type ParamHandler,
  type RequestHandler,
} from './express-handlers.ts'
import {
  type ExpressApplication,
  type ExpressRouter,
  isApplication,
  isRouter,
  type Layer,
} from './express-targets.ts'

const guarded: unique symbol = Symbol('culprit.guarded')

/**
 * Makes whatever the handlers of an application throw arrive at the end of its chain: those registered already and
 * those to come, in routes, in mounted routers and in applications mounted from now on. Only this instance changes,
 * no prototype. Its router is not made before the application makes it, since settings such as `strict routing` count
 * until then.
 */
export function guardApplication(app: ExpressApplication): void {
  if (!mark(app)) return
  if (app.lazyrouter === undefined) guardRouterProperty(app)
  else guardLazyRouter(app, app.lazyrouter)
  const use = app.use
  app.use = function guardedUse(...args) {
    for (const arg of args.flat(10)) if (isApplication(arg)) guardApplication(arg)
    return use.apply(app, args)
  }
}

/** The same for a router. */
export function guardRouter(router: ExpressRouter): void {
  if (!mark(router)) return
  const legacy = router.process_params !== undefined
  keepEndLayer(router.stack)
  guardStack(router.stack, legacy)
  for (const [name, handlers] of Object.entries(router.params)) {
    router.params[name] = handlers.map((handler) => guardParamHandler(handler as ParamHandler, legacy))
  }
  const param = router.param
  // Express 4 also takes a function as first argument, which makes handlers and is none.
  router.param = function guardedParam(name: unknown, handler: unknown) {
    const safe = typeof handler === 'function' ? guardParamHandler(handler as ParamHandler, legacy) : handler
    return Reflect.apply(param, router, [name, safe])
  }
}

/** Express 5 makes the router when `app.router` is read first. */
function guardRouterProperty(app: ExpressApplication): void {
  const property = Object.getOwnPropertyDescriptor(app, 'router')
  const get = property?.get
  if (property === undefined || get === undefined) return
  Object.defineProperty(app, 'router', {
    ...property,
    get(): unknown {
      const router: unknown = Reflect.apply(get, app, [])
      if (isRouter(router)) guardRouter(router)
      Object.defineProperty(app, 'router', property)
      return router
    },
  })
}

function guardLazyRouter(app: ExpressApplication, lazyrouter: ExpressFunction): void {
  if (app._router !== undefined) guardRouter(app._router)
  app.lazyrouter = function guardedLazyRouter(): void {
    Reflect.apply(lazyrouter, app, [])
    if (app._router !== undefined) guardRouter(app._router)
  }
}

/** Wraps the layers of a stack, and those that Express pushes on it later. */
function guardStack(stack: Layer[], legacy: boolean): void {
  if (!mark(stack)) return
  for (const layer of stack) guardLayer(layer, legacy)
  const { push: unguarded } = stack
  const push = function guardedPush(...layers: Layer[]): number {
    for (const layer of layers) guardLayer(layer, legacy)
    return Reflect.apply(unguarded, stack, layers)
  }
  Object.defineProperty(stack, 'push', { value: push, configurable: true, writable: true })
}

function guardLayer(layer: Layer, legacy: boolean): void {
  const { handle, route } = layer
  if (route !== undefined) guardStack(route.stack, legacy)
  else if (isRouter(handle)) guardRouter(handle)
  // Express tells handlers apart by their number of parameters alone, and never calls one with more than four.
  else if (handle.length === 4) layer.handle = guardErrorMiddleware(handle as ErrorMiddleware, legacy)
  else if (handle.length < 4) layer.handle = guardHandler(handle as RequestHandler, legacy)
}

/** Returns false for what is guarded already: a router may be mounted twice. */
function mark(target: object): boolean {
  if (Object.hasOwn(target, guarded)) return false
  Object.defineProperty(target, guarded, { value: true })
  return true
}
