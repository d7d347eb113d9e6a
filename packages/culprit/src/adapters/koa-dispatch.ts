import type { Answer } from '../handlers/answer.ts'
import type { Errors } from '../handlers/errors.ts'
import type { Framework, Incident } from '../handlers/incident.ts'
import { isAnswered, type KoaContext, resetKoa, setAnswer } from './koa-answer.ts'
import { NodeRequestFacts } from './node-request.ts'
import { breakResponse } from './node-response.ts'
import { scopesOfError } from './node-scopes.ts'

const failed: unique symbol = Symbol('culprit.failed')

/** What an error leaves on Koa's context, under a symbol of this module. */
interface Failed {
  [failed]?: {
    /** An error on its way to Koa's own error handler; undefined when the error that came was the end of it. */
    readonly propagated: unknown
  }
}

const framework: Framework<KoaContext> = {
  answerFrom: (value, ctx) => {
    return value === undefined && isAnswered(ctx) ? { kind: 'native', value } : undefined
  },
}

/**
 * Answers a request that failed, by leaving the answer on the context. A promise is returned only where something has to
 * be waited for.
 *
 * @throws the error that is to be propagated, for Koa's own error handler, or the promise rejects with it.
 */
export function answerKoa(
  thrown: unknown,
  ctx: KoaContext & Failed,
  errors: Errors<KoaContext>,
  scopes: readonly string[] = scopesOfError(ctx.req, thrown),
): Promise<void> | undefined {
  const incident = incidentOf(ctx, scopes)
  const { headersSent } = ctx.res
  if (headersSent && !incident.request.disconnected) {
    breakKoa(thrown, ctx, errors)
    return
  }
  if (!headersSent) resetKoa(ctx)
  try {
    const answer = errors.answer(thrown, incident)
    if (answer instanceof Promise) return leaveLater(answer, { thrown, ctx, errors })
    leave(answer, { thrown, ctx, errors })
  } catch (error) {
    propagate(error, ctx)
  }
  return
}

/** An error that is being answered. */
interface KoaFailure {
  readonly thrown: unknown
  readonly ctx: KoaContext
  readonly errors: Errors<KoaContext>
}

async function leaveLater(pending: Promise<Answer>, failure: KoaFailure): Promise<void> {
  try {
    leave(await pending, failure)
  } catch (error) {
    propagate(error, failure.ctx)
  }
}

function leave(answer: Answer, { thrown, ctx, errors }: KoaFailure): void {
  setAnswer(ctx, answer)
  if (answer.kind !== 'reply' && !ctx.headerSent) ctx.set('X-Request-Error', errors.referenceOf(thrown, ctx))
  tellListeners(errors.unhandledErrorOf(ctx), ctx)
}

function propagate(error: unknown, ctx: KoaContext & Failed): never {
  ctx[failed] = { propagated: error }
  throw error
}

/**
 * Takes an error that came after the headers were sent: said once, and the connection is broken. What comes after it in
 * the same request (the stream, its pipeline and the socket all tell Koa of one failure) is not said again.
 */
export function breakKoa(error: unknown, ctx: KoaContext & Failed, errors: Errors<KoaContext>): void {
  if (ctx[failed] !== undefined) return
  ctx[failed] = { propagated: undefined }
  ctx.respond = false
  // A failed stream has taken the connection with it by now, so only the error tells whether the client went first.
  const disconnected = isConnectionError(error)
  errors.broken(error, incidentOf(ctx, scopesOfError(ctx.req, error), disconnected))
  breakResponse(ctx.res)
  if (!disconnected) tellListeners(error, ctx)
}

const connectionErrors: ReadonlySet<string> = new Set([
  'ECONNABORTED',
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_PREMATURE_CLOSE',
])

/** Returns whether an error is what a socket, its parser or a pipeline into it has when the client goes away. */
export function isConnectionError(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('code' in error)) return false
  const { code } = error
  return typeof code === 'string' && (connectionErrors.has(code) || code.startsWith('HPE_'))
}

/** Returns whether an error was left to Koa by `answerKoa`. */
export function isPropagated(error: unknown, ctx: KoaContext & Failed): boolean {
  return error !== undefined && ctx[failed]?.propagated === error
}

/**
 * Koa tells 'error' listeners of what no middleware caught, and so does this adapter of what no handler took. Koa's own
 * listener, which would write it to the console a second time, is left out.
 */
function tellListeners(error: unknown, ctx: KoaContext): void {
  if (error === null) return
  for (const listener of ctx.app.listeners('error')) {
    if (listener !== ctx.app.onerror) listener.call(ctx.app, error, ctx)
  }
}

function incidentOf(
  ctx: KoaContext,
  scopes: readonly string[],
  disconnected?: boolean,
): Incident<KoaContext> {
  const { req, res, request: parsed, originalUrl: target } = ctx
  const request = new NodeRequestFacts({ req, res }, { parsed, target, disconnected })
  return { request, scopes, context: ctx, framework }
}
