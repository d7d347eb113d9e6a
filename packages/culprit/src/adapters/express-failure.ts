import type { Errors } from '../handlers/errors.ts'
import { BadRequest } from '../http/bad-request.ts'
import { NotFound } from '../http/client-errors.ts'
import { toError } from '../http/non-error-thrown.ts'
import { expressFramework, watchAnswer } from './express-answer.ts'
import { unbox } from './express-boxed.ts'
import type { ExpressContext } from './express-context.ts'
import type { ExpressApplication, RouterHandle } from './express-targets.ts'
import { answerFailure } from './node-dispatch.ts'
import { scopesOfError } from './node-scopes.ts'

/** The end of the chain of an application. */
export interface ChainEnd {
  readonly app: ExpressApplication
  /** The application's `handle` as Express made it. */
  readonly handle: RouterHandle
  readonly errors: Errors<ExpressContext>
  readonly context: ExpressContext
  /** Where a mounted application hands errors on; undefined for the outermost one. */
  readonly done?: ((error?: unknown) => void) | undefined
}

/** Answers what reached the end of a chain: an error, perhaps in its box, or nothing when no route matched. Never rejects. */
export function answerExpressFailure(error: unknown, end: ChainEnd): Promise<void> | undefined {
  const { errors, context } = end
  if (!context.res.headersSent) watchAnswer(context.res)
  return answerFailure(error ? toThrown(error) : new NotFound(), {
    errors,
    exchange: context,
    scopes: scopesOfError(context.req, error),
    context,
    framework: expressFramework,
    propagate: (unhandled) => propagate(unhandled, end),
  })
}

/** Express marks an URL that cannot be decoded with status 400; it is the client's error, not the application's. */
function toThrown(error: unknown): unknown {
  const thrown = unbox(error)
  return isBadUrl(thrown) ? new BadRequest({ cause: thrown }) : thrown
}

function isBadUrl(thrown: unknown): boolean {
  try {
    return thrown instanceof URIError && 'status' in thrown && thrown.status === 400
  } catch {
    // A revoked proxy.
    return false
  }
}

/**
 * Gives an error to the application this one is mounted in, else to Express's own final handler. Express makes that one
 * inside `handle` only, so `handle` is run once more, on a view of the application whose router fails at once.
 */
function propagate(unhandled: unknown, { app, handle, context: { req, res }, done }: ChainEnd): void {
  const error = toError(unhandled)
  if (done !== undefined) return done(error)
  const failing = {
    handle: (_req: unknown, _res: unknown, next: (error: unknown) => void): void => next(error),
  }
  const view: object = Object.create(app, { router: { value: failing }, _router: { value: failing } })
  Reflect.apply(handle, view, [req, res])
}
