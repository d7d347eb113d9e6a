import { box, Boxed, unbox } from './express-boxed.ts'

/** How Express goes on: with nothing to the next handler, with an error to the next error handler. */
type Next = (error?: unknown) => void

/** A handler of Express as its layers keep it, whatever its arity. */
export type ExpressFunction = (...args: never[]) => unknown

/** A request handler; what it does with request and response is its own business. */
export type RequestHandler = (req: unknown, res: unknown, next: Next) => unknown

/** An error middleware: Express knows it by its four parameters. */
export type ErrorMiddleware = (error: unknown, req: unknown, res: unknown, next: Next) => unknown

/** A handler of `router.param(name, handler)`. */
export type ParamHandler = (req: unknown, res: unknown, next: Next, ...valueAndName: unknown[]) => unknown

/**
 * Returns a handler that fails as the given one does, only that whatever it throws or rejects with arrives. Express 5
 * is handed the promise; Express 4 ignores promises, so there a rejection is passed on to `next`.
 */
export function guardHandler(handler: RequestHandler, legacy: boolean): RequestHandler {
  return function guarded(req, res, next) {
    try {
      return settle(handler(req, res, next), legacy, next)
    } catch (thrown) {
      throw box(thrown)
    }
  }
}

/** The same for `router.param(name, handler)`. */
export function guardParamHandler(handler: ParamHandler, legacy: boolean): ParamHandler {
  return function guarded(req, res, next, ...valueAndName) {
    try {
      return settle(handler(req, res, next, ...valueAndName), legacy, next)
    } catch (thrown) {
      throw box(thrown)
    }
  }
}

/**
 * The same for error middleware of the application (four parameters), which sees the value that was thrown, not its
 * box. Handing on that very value (`next(error)`) hands on the error, also where Express would not take it for one.
 */
export function guardErrorMiddleware(handler: ErrorMiddleware, legacy: boolean): ErrorMiddleware {
  return function guarded(error, req, res, next) {
    const goOn = Boxed.is(error) ? rebox(error, next) : next
    try {
      return settle(handler(unbox(error), req, res, goOn), legacy, goOn)
    } catch (thrown) {
      throw box(thrown)
    }
  }
}

function settle(result: unknown, legacy: boolean, next: Next): unknown {
  if (!isThenable(result)) return result
  if (!legacy) return result.then(undefined, rethrowBoxed)
  void handOn(result, next)
  return undefined
}

async function handOn(result: PromiseLike<unknown>, next: Next): Promise<void> {
  try {
    await result
  } catch (reason) {
    next(box(reason))
  }
}

function rethrowBoxed(reason: unknown): never {
  throw box(reason)
}

/** `next()` without arguments still means that the error is dealt with. */
function rebox(boxed: Boxed, next: Next): Next {
  return (...args: readonly unknown[]) => {
    if (args.length > 0 && Object.is(args[0], boxed.value)) next(boxed)
    else next(...args)
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
