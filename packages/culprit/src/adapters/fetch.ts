import type { Answer } from '../handlers/answer.ts'
import type { Errors, Scope } from '../handlers/errors.ts'
import { type Eventually, isThenable } from '../handlers/eventually.ts'
import type { Framework, Incident } from '../handlers/incident.ts'
import { NotFound } from '../http/client-errors.ts'
import { breakOutgoing, closeIfLeft, nodeExchangeOf } from './fetch-outgoing.ts'
import { exchangeOrigin, WebRequestFacts, webRequestOrigin } from './fetch-request.ts'
import { isScope } from './is-scope.ts'
import { type NodeExchange, NodeRequestFacts } from './node-request.ts'
import { debuggerResponse } from './web-debugger.ts'
import { addReference, toWebResponse } from './web-response.ts'
import { BodyStreams, watchBody } from './web-response-body.ts'
import { failScope, markScopes, scopesOfError, scopesOfRequest } from './web-scopes.ts'

/** What a web-standard handler may return; nothing (`undefined`, `null`) says that it has no route for the request. */
export type FetchResult = Response | null | undefined

/** A web-standard handler: `fetch` of Deno, Bun, workers and `@hono/node-server`. `Rest` is what the runtime adds. */
export type FetchHandler<Rest extends readonly unknown[] = readonly unknown[]> = (
  request: Request,
  ...rest: Rest
) => FetchResult | Promise<FetchResult>

/** A handler that is wrapped; it always answers, unless an error is to be propagated. */
export type WrappedHandler<Rest extends readonly unknown[]> = (
  request: Request,
  ...rest: Rest
) => Promise<Response>

/** A handler for a part of the application, wrapped; what it throws goes on to the handler around it. */
export type ScopedHandler<Rest extends readonly unknown[]> = (
  request: Request,
  ...rest: Rest
) => Promise<FetchResult>

/**
 * Returns the handler with its errors answered by the application's error handlers, or, given a scope, with its errors
 * marked as that scope's, for use inside a handler that is wrapped with the application; hand on the same `Request`.
 * Nothing returned is a 404 outside of all scopes. While debugging and in tests it rejects with the original error.
 */
export function wrap<Rest extends readonly unknown[]>(
  handler: FetchHandler<Rest>,
  errors: Errors<Request>,
): WrappedHandler<Rest>
export function wrap<Rest extends readonly unknown[]>(
  handler: FetchHandler<Rest>,
  scope: Scope<Request>,
): ScopedHandler<Rest>
export function wrap(
  handler: FetchHandler,
  target: Errors<Request> | Scope<Request>,
): WrappedHandler<readonly unknown[]> | ScopedHandler<readonly unknown[]> {
  const isPart = isScope(target)
  if (typeof handler !== 'function') throw new TypeError('wrap() takes a function')
  return isPart ? wrapPart(handler, target) : wrapWhole(handler, target)
}

/** A request that is being answered, by whose error handlers. */
interface Call {
  readonly request: Request
  /** Node's own request and response under it, where there are any. */
  readonly exchange: NodeExchange | undefined
  readonly errors: Errors<Request>
  readonly streams: BodyStreams
}

function wrapWhole(handler: FetchHandler, errors: Errors<Request>): WrappedHandler<readonly unknown[]> {
  const streams = new BodyStreams()
  return (request, ...rest) => {
    const debugged = debuggerResponse(errors, request, rest[0])
    if (debugged !== undefined) return debugged
    const exchange = nodeExchangeOf(rest[0])
    const leave = errors.enter(exchange === undefined ? webRequestOrigin(request) : exchangeOrigin(exchange))
    try {
      // Called right here, and without spreading where it can be: what is on the stack makes each error cost more.
      const result = rest.length === 1 ? handler(request, rest[0]) : handler(request, ...rest)
      return respond(result, { request, exchange, errors, streams })
    } catch (thrown) {
      return respondToThrown(thrown, { request, exchange, errors, streams })
    } finally {
      leave()
    }
  }
}

/**
 * Returns the response that a handler returned or promised, or the one to its error. The promise is not awaited, since its
 * error would be thrown a second time, which costs as much as the first.
 */
function respond(result: ReturnType<FetchHandler>, call: Call): Promise<Response> {
  const returned = (value: FetchResult): Eventually<Response> =>
    value ? watched(value, call) : answer(new NotFound(), call)
  const failed = (thrown: unknown): Eventually<Response> => answer(thrown, call)
  return untilEnd(
    isThenable(result) ? Promise.resolve(result).then(returned, failed) : promised(returned, result),
    call,
  )
}

/** The same for a handler that threw at once. */
function respondToThrown(thrown: unknown, call: Call): Promise<Response> {
  return untilEnd(
    promised((one) => answer(one, call), thrown),
    call,
  )
}

/** Has the teardown functions run when there is a response. */
function untilEnd(response: Promise<Response>, { request, errors }: Call): Promise<Response> {
  return errors.hasTeardown ? response.finally(() => endRequest(request, errors)) : response
}

/** What a function throws becomes a rejection. */
async function promised<T, R>(fn: (value: T) => Eventually<R>, value: T): Promise<R> {
  return fn(value)
}

function wrapPart(handler: FetchHandler, scope: Scope<Request>): ScopedHandler<readonly unknown[]> {
  return async (request, ...rest) => {
    try {
      const response = await handler(request, ...rest)
      if (response && scope.errors.hasTeardown && scopesOfRequest(request).length === 0)
        markScopes(request, scope.path)
      return response
    } catch (thrown) {
      failScope(request, thrown, scope.path)
      throw thrown
    }
  }
}

const framework: Framework<Request> = { answerFrom: () => undefined }

/** @throws the error that is propagated, or the promise rejects with it. */
function answer(thrown: unknown, call: Call): Eventually<Response> {
  closeIfLeft(call.exchange)
  const answered = call.errors.answer(thrown, incidentOf(call, scopesOfError(call.request, thrown)))
  return answered instanceof Promise
    ? answered.then((made) => send(made, thrown, call))
    : send(answered, thrown, call)
}

function send(made: Answer, thrown: unknown, call: Call): Response {
  const { request, errors } = call
  const response = toWebResponse(made, request.method)
  // What is made here is no stream.
  if (made.kind !== 'response') return response
  if (thrown !== response) addReference(response, errors.referenceOf(thrown, request))
  return watched(response, call)
}

function watched(response: Response, call: Call): Response {
  const stream = call.streams.streamOf(response)
  if (stream === undefined) return response
  return watchBody(response, stream, (error) => bodyFailed(error, call))
}

function incidentOf({ request, exchange }: Call, scopes: readonly string[]): Incident<Request> {
  const facts = exchange === undefined ? new WebRequestFacts(request) : new NodeRequestFacts(exchange)
  return { request: facts, scopes, context: request, framework }
}

function endRequest(request: Request, errors: Errors<Request>): void {
  const error = errors.unhandledErrorOf(request)
  // Not waited for: teardown functions must not delay the answer, and their failures are logged there.
  void errors.runTeardown({ error, scopes: scopesOfRequest(request), context: request })
}

/** Says so once, and breaks the connection where that can be done. A client that went away is no failure. */
function bodyFailed(error: unknown, call: Call): boolean {
  const incident = incidentOf(call, scopesOfRequest(call.request))
  if (incident.request.disconnected) return false
  call.errors.broken(error, incident)
  return breakOutgoing(call.exchange)
}
