import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2'
import type { Errors, Scope } from '../handlers/errors.ts'
import { isThenable } from '../handlers/eventually.ts'
import type { Framework } from '../handlers/incident.ts'
import { answerThrough } from './express-answer.ts'
import { isScope } from './is-scope.ts'
import { serveDebugger } from './node-debugger.ts'
import { answerFailure } from './node-dispatch.ts'
import { nodeRequestOrigin } from './node-request.ts'
import { writeAnswer } from './node-response.ts'
import { enterScope, failScope, scopesOfError } from './node-scopes.ts'
import { runTeardownAtEnd } from './node-teardown.ts'
import { watchNodeBody } from './watched-body.ts'

/** What error handlers are given as their second argument. */
export interface NodeContext {
  readonly req: IncomingMessage
  readonly res: ServerResponse
}

/** A listener of `node:http` that may be async, may throw anything, and may return a web `Response` to be sent. */
export type NodeHandler = (req: IncomingMessage, res: ServerResponse) => unknown

/** What `createServer` of `node:http` and `node:http2` takes. It never fails; whatever becomes of the handler is answered. */
export type NodeListener = (
  req: IncomingMessage | Http2ServerRequest,
  res: ServerResponse | Http2ServerResponse,
) => void

/** An error handler has answered once the response has begun, or when it returns `res` to say that it will answer. */
const framework: Framework<NodeContext> = {
  answerFrom: (value, { res }) => answerThrough(value, res),
}

/**
 * Wraps a handler of `node:http`. With the errors of an application the result is the listener for the server, and
 * everything the handler throws or rejects with is answered by the registered error handlers. With a scope the result
 * is a part of such a handler, whose errors are looked up in that scope first; to keep missing routes out of it, wrap
 * what answers a matched route, not what looks for one.
 */
export function wrap(handler: NodeHandler, errors: Errors<NodeContext>): NodeListener
export function wrap(handler: NodeHandler, scope: Scope<NodeContext>): NodeHandler
export function wrap(handler: NodeHandler, owner: Errors<NodeContext> | Scope<NodeContext>): NodeHandler {
  const isPart = isScope(owner)
  if (typeof handler !== 'function') throw new TypeError('wrap() takes a function')
  return isPart ? wrapScope(handler, owner.path) : wrapApplication(handler, owner)
}

function wrapApplication(handler: NodeHandler, errors: Errors<NodeContext>): NodeHandler {
  return function listener(req, res) {
    const context: NodeContext = { req, res }
    if (serveDebugger(errors, context)) return
    if (errors.hasTeardown) runTeardownAtEnd(errors, context, context)
    const failed = (thrown: unknown): void => answerThrown(thrown, context, errors)
    const returned = (value: unknown): void => {
      if (value instanceof Response)
        writeAnswer({ kind: 'response', response: value }, context)?.catch(failed)
    }
    const leave = errors.enter(nodeRequestOrigin(req, (maxBytes) => watchNodeBody(req, maxBytes)))
    try {
      const value = handler(req, res)
      // Not awaited, since its error would be thrown a second time, which costs as much as the first.
      if (isThenable(value)) Promise.resolve(value).then(returned, failed)
      else returned(value)
    } catch (thrown) {
      failed(thrown)
    } finally {
      leave()
    }
  }
}

/** Never fails: what cannot be answered breaks the connection. */
function answerThrown(thrown: unknown, context: NodeContext, errors: Errors<NodeContext>): void {
  const scopes = scopesOfError(context.req, thrown)
  void answerFailure(thrown, { errors, exchange: context, scopes, context, framework })
}

function wrapScope(handler: NodeHandler, path: readonly string[]): NodeHandler {
  return async function scoped(req, res) {
    const outer = enterScope(req, path)
    try {
      return await handler(req, res)
    } catch (thrown) {
      failScope(req, thrown, outer)
      throw thrown
    }
  }
}
