import type { Context, Env } from 'hono'
import type { Answer } from '../handlers/answer.ts'
import type { Errors } from '../handlers/errors.ts'
import type { Framework, Incident } from '../handlers/incident.ts'
import { NonErrorThrown } from '../http/non-error-thrown.ts'
import { isStaleHeader } from '../http/stale-headers.ts'
import { breakOutgoing, closeIfLeft } from './fetch-outgoing.ts'
import { webRequestFacts } from './fetch-request.ts'
import { addReference, toWebResponse } from './web-response.ts'
import { markScopes, scopesOfRequest } from './web-scopes.ts'

/** Where an error was thrown. */
export interface HonoFailure<E extends Env> {
  readonly errors: Errors<Context<E>>
  /** Full names, innermost first. */
  readonly scopes: readonly string[]
}

const propagated: unique symbol = Symbol('culprit.propagated')

/** An error on its way out of the application, on Hono's context under a symbol of this module. */
interface Propagating {
  [propagated]?: { readonly error: unknown }
}

const framework: Framework<Context> = { answerFrom: () => undefined }

/**
 * Returns the response for an error. Rejects only with an error that is to be propagated; since Hono asks every layer
 * of middleware again what to do with such a rejection, it is recognised and passed on.
 */
export async function answerHono<E extends Env>(
  error: unknown,
  c: Context<E> & Propagating,
  { errors, scopes }: HonoFailure<E>,
): Promise<Response> {
  const leaving = c[propagated]
  if (leaving !== undefined && leaving.error === error) throw error
  const thrown = error instanceof NonErrorThrown ? error.value : error
  if (errors.hasTeardown) markScopes(c, scopes)
  closeIfLeft(c.env)
  resetContext(c)
  try {
    const answer = errors.answer(thrown, incidentOf(c, scopes))
    const made = answer instanceof Promise ? await answer : answer
    const response = toHonoResponse(made, c)
    if (made.kind === 'response' && thrown !== response) addReference(response, errors.referenceOf(thrown, c))
    return response
  } catch (unhandled) {
    c[propagated] = { error: unhandled }
    throw unhandled
  }
}

/** Runs the teardown functions. They are not waited for; where the runtime can be told to wait (workers), it is. */
export function endHonoRequest<E extends Env>(c: Context<E>, errors: Errors<Context<E>>): void {
  const error = errors.unhandledErrorOf(c)
  const ended = errors.runTeardown({ error, scopes: scopesOfRequest(c), context: c })
  try {
    c.executionCtx.waitUntil(ended)
  } catch {
    // Node, Deno and Bun have none, and Hono throws when it is asked for.
  }
}

/** Says once that a body failed, and breaks the connection where that can be done; a client that left is no failure. */
export function bodyFailed<E extends Env>(
  error: unknown,
  c: Context<E>,
  errors: Errors<Context<E>>,
): boolean {
  const incident = incidentOf(c, scopesOfRequest(c))
  if (incident.request.disconnected) return false
  errors.broken(error, incident)
  return breakOutgoing(c.env)
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
  return {
    request: webRequestFacts(c.req.raw, c.env, new HonoRequestParts(c)),
    scopes,
    context: c,
    framework,
  }
}

/**
 * Takes back what the failed handler had prepared, which Hono would give to whatever is answered next: the status, and
 * headers that describe the body that will not come. Cookies, CORS and security headers stay.
 */
function resetContext(c: Context): void {
  const { status, headers } = preparedBy(c)
  if (status !== 200) c.status(200)
  const names = [...headers.keys()]
  for (const name of names) if (isStaleHeader(name)) c.header(name, undefined)
}

/**
 * Status and headers that were set on the context go with a reply as they would go with what a handler of Hono returns;
 * a status of the reply's own comes first.
 */
function toHonoResponse(answer: Answer, c: Context): Response {
  if (answer.kind !== 'reply') return toWebResponse(answer, c.req.method)
  const prepared = preparedBy(c)
  const status = answer.status === 200 ? prepared.status : answer.status
  const response = toWebResponse(status === answer.status ? answer : { ...answer, status }, c.req.method)
  if (prepared.headers.keys().next().done === true) return response
  return c.newResponse(answer.body === null ? null : response.body, response)
}

/** A response that is never sent tells what is prepared; asking for `c.res` would make Hono merge two responses later. */
function preparedBy(c: Context): Response {
  return c.body(null)
}
