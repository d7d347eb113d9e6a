import type { Context, Env } from 'hono'
import type { Answer } from '../handlers/answer.ts'
import type { Errors } from '../handlers/errors.ts'
import type { Eventually } from '../handlers/eventually.ts'
import type { Framework, Incident } from '../handlers/incident.ts'
import { NotFound } from '../http/client-errors.ts'
import { NonErrorThrown } from '../http/non-error-thrown.ts'
import { isStaleHeader } from '../http/stale-headers.ts'
import { breakOutgoing, closeIfLeft } from './fetch-outgoing.ts'
import { WebRequestFacts } from './fetch-request.ts'
import { debuggedHono, enterRequest, exchangeOf, type HonoOwner, methodOf } from './hono-request.ts'
import { NodeRequestFacts } from './node-request.ts'
import { addReference, toWebResponse } from './web-response.ts'
import { type BodyStreams, watchBody } from './web-response-body.ts'
import { markScopes, scopesOfRequest } from './web-scopes.ts'

const propagated: unique symbol = Symbol('culprit.propagated')

/** An error on its way out of the application, on Hono's context under a symbol of this module. */
interface Propagating {
  [propagated]?: { readonly error: unknown }
}

const framework: Framework<Context> = { answerFrom: () => undefined }

/**
 * Returns the response for an error.
 *
 * @throws an error that is to be propagated, or the promise rejects with it; since Hono asks every layer of middleware
 *   again what to do with it, it is recognised and passed on.
 */
export function answerHono<E extends Env>(
  error: unknown,
  c: Context<E> & Propagating,
  owner: HonoOwner<E>,
): Eventually<Response> {
  const leaving = c[propagated]
  if (leaving !== undefined && leaving.error === error) throw error
  const thrown = error instanceof NonErrorThrown ? error.value : error
  if (owner.errors.hasTeardown) markScopes(c, owner.scopes)
  closeIfLeft(exchangeOf(c))
  resetContext(c, owner.streams)
  try {
    const answer = owner.errors.answer(thrown, incidentOf(c, owner.scopes))
    if (!(answer instanceof Promise)) return send(answer, thrown, { c, owner })
    return answer.then(
      (made) => send(made, thrown, { c, owner }),
      (unhandled: unknown) => propagate(unhandled, c),
    )
  } catch (unhandled) {
    return propagate(unhandled, c)
  }
}

/** Returns the answer to a request that no route matched. */
export function answerUnmatched<E extends Env>(c: Context<E>, owner: HonoOwner<E>): Eventually<Response> {
  const debugged = debuggedHono(c, owner.errors)
  if (debugged !== undefined) return debugged
  const leave = enterRequest(c, owner.errors)
  // Middleware is around it, and sees to the end.
  if (leave === undefined) return answerHono(new NotFound(), c, owner)
  try {
    return answerOutermost(new NotFound(), c, owner)
  } finally {
    leave()
  }
}

/**
 * Returns the response for an error that no handler is around any more, with which the request ends. Hono would ask for
 * it outside of the context of the request.
 */
export function answerOutermost<E extends Env>(
  error: Error,
  c: Context<E>,
  owner: HonoOwner<E>,
): Eventually<Response> {
  c.error = error
  const end = (response: Response): Response => {
    const last = endRequest(response, c, owner)
    if (c.finalized) replaceResponse(c, last)
    return last
  }
  try {
    const response = answerHono(error, c, owner)
    if (!(response instanceof Promise)) return end(response)
    return response.then(end, (unhandled: unknown) => {
      tearDown(c, owner.errors)
      throw unhandled
    })
  } catch (unhandled) {
    tearDown(c, owner.errors)
    throw unhandled
  }
}

/** Where an answer goes. */
interface Destination<E extends Env> {
  readonly c: Context<E>
  readonly owner: HonoOwner<E>
}

function send<E extends Env>(made: Answer, thrown: unknown, { c, owner }: Destination<E>): Response {
  const response = toHonoResponse(made, c, owner.streams)
  if (made.kind === 'response' && thrown !== response) {
    addReference(response, owner.errors.referenceOf(thrown, c))
  }
  return response
}

function propagate(unhandled: unknown, c: Propagating): never {
  c[propagated] = { error: unhandled }
  throw unhandled
}

/** Returns the response that a request ends with: its body is watched, and teardown functions run. */
export function endRequest<E extends Env>(response: Response, c: Context<E>, owner: HonoOwner<E>): Response {
  const { errors, streams } = owner
  tearDown(c, errors)
  const stream = streams.streamOf(response)
  return stream === undefined
    ? response
    : watchBody(response, stream, (error) => bodyFailed(error, c, errors))
}

/** Makes a response that of the context, whose headers Hono would otherwise merge with those of its own copy. */
export function replaceResponse(c: Context, response: Response): void {
  if (c.res === response) return
  c.res = undefined
  c.res = response
}

/** Runs the teardown functions. They are not waited for; where the runtime can be told to wait (workers), it is. */
export function tearDown<E extends Env>(c: Context<E>, errors: Errors<Context<E>>): void {
  if (!errors.hasTeardown) return
  const error = errors.unhandledErrorOf(c)
  const ended = errors.runTeardown({ error, scopes: scopesOfRequest(c), context: c })
  try {
    c.executionCtx.waitUntil(ended)
  } catch {
    // Node, Deno and Bun have none, and Hono throws when it is asked for.
  }
}

/** Says once that a body failed, and breaks the connection where that can be done; a client that left is no failure. */
function bodyFailed<E extends Env>(error: unknown, c: Context<E>, errors: Errors<Context<E>>): boolean {
  const incident = incidentOf(c, scopesOfRequest(c))
  if (incident.request.disconnected) return false
  errors.broken(error, incident)
  return breakOutgoing(exchangeOf(c))
}

/** What Hono knows of a request, under the names that `parsedRequestData` asks for; read only for a report. */
class HonoRequestParts {
  readonly #context: Context

  constructor(context: Context) {
    this.#context = context
  }

  /** The pattern of the route that failed; none where middleware for many routes did. */
  get route(): { readonly path: string | undefined } {
    const path: unknown = Reflect.get(this.#context.req, 'routePath')
    return { path: typeof path === 'string' && !path.includes('*') ? path : undefined }
  }

  /** Where middleware for authentication leaves it by habit. */
  get user(): unknown {
    return Reflect.get(this.#context.var, 'user')
  }
}

function incidentOf<E extends Env>(c: Context<E>, scopes: readonly string[]): Incident<Context<E>> {
  const exchange = exchangeOf(c)
  const parsed = new HonoRequestParts(c)
  const request =
    exchange === undefined
      ? new WebRequestFacts(c.req.raw, parsed)
      : new NodeRequestFacts(exchange, { parsed })
  return { request, scopes, context: c, framework }
}

/**
 * Takes back what the failed handler had prepared, which Hono would give to whatever is answered next: the status, and
 * headers that describe the body that will not come. Cookies, CORS and security headers stay.
 */
function resetContext(c: Context, streams: BodyStreams): void {
  const prepared = preparedBy(c, streams)
  if (prepared === undefined) return
  if (prepared.status !== 200) c.status(200)
  const names = [...prepared.headers.keys()]
  for (const name of names) if (isStaleHeader(name)) c.header(name, undefined)
}

/**
 * Status and headers that were set on the context go with a reply as they would go with what a handler of Hono returns;
 * a status of the reply's own comes first.
 */
function toHonoResponse(answer: Answer, c: Context, streams: BodyStreams): Response {
  const prepared = answer.kind === 'reply' ? preparedBy(c, streams) : undefined
  const method = methodOf(c)
  if (answer.kind !== 'reply' || prepared === undefined) return toWebResponse(answer, method)
  const status = answer.status === 200 ? prepared.status : answer.status
  const response = toWebResponse(status === answer.status ? answer : { ...answer, status }, method)
  if (prepared.headers.keys().next().done === true) return response
  return c.newResponse(answer.body === null ? null : response.body, response)
}

/**
 * Returns a response with the status and headers that were set on the context; undefined when there are none. It is never
 * sent: asking for `c.res` would make Hono merge two responses later.
 */
function preparedBy(c: Context, streams: BodyStreams): Response | undefined {
  const prepared = c.body(null)
  return streams.isUnset(prepared) ? undefined : prepared
}
