import { AsyncResource } from 'node:async_hooks'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import type { Errors, Scope } from '../handlers/errors.ts'
import { NotFound } from '../http/client-errors.ts'
import { answerFastify, breakFastify, type FastifyOwner } from './fastify-dispatch.ts'
import { watchPayload } from './fastify-body.ts'
import { takeFrameworkErrors } from './fastify-framework-errors.ts'
import { guardHooks } from './fastify-hooks.ts'
import { type FastifyContext, type FastifyState, stateOf } from './fastify-state.ts'
import { isScope } from './is-scope.ts'
import { serveDebugger } from './node-debugger.ts'
import { nodeRequestOrigin } from './node-request.ts'
import { enterScope } from './node-scopes.ts'
import { runTeardownAtEnd } from './node-teardown.ts'
import { ReplyHeaders } from './reply-headers.ts'

export type { FastifyContext } from './fastify-state.ts'

/** An application of Fastify or a plugin's part of it, whatever the server (HTTP/2 too), the logger and the type provider. */
export interface AnyFastify {
  readonly addHook: (...args: never[]) => unknown
  readonly setErrorHandler: (...args: never[]) => unknown
  readonly setNotFoundHandler: (...args: never[]) => unknown
}

/**
 * Has the errors of a Fastify application answered by its error handlers or, inside a plugin and with a scope, those of
 * the plugin's routes by the scope's and the application's. Call it before plugins and routes are registered. It takes
 * `setErrorHandler`, and on the application `setNotFoundHandler`: an unmatched path has no scope. Returns the instance.
 */
export function attach<Instance extends AnyFastify>(
  instance: Instance,
  target: Errors<FastifyContext> | Scope<FastifyContext>,
): Instance
export function attach(
  instance: FastifyInstance,
  target: Errors<FastifyContext> | Scope<FastifyContext>,
): FastifyInstance {
  if (typeof Reflect.get(instance, 'addHook') !== 'function') {
    throw new TypeError('attach() takes an instance of Fastify')
  }
  if (isScope(target)) attachScope(instance, target)
  else attachErrors(instance, { errors: target, scopes: [], headers: new ReplyHeaders() })
  return instance
}

function attachErrors(instance: FastifyInstance, owner: FastifyOwner): void {
  const { errors } = owner
  instance.addHook('onRequest', (request, reply, done) => {
    if (serveDebugger(errors, { req: request.raw, res: reply.raw })) {
      reply.hijack()
      return
    }
    if (errors.hasTeardown) {
      runTeardownAtEnd(errors, { req: request.raw, res: reply.raw }, stateOf(request, reply).context)
    }
    const { raw } = request
    const hasBody = raw.method !== 'GET' && raw.method !== 'HEAD'
    errors.run(nodeRequestOrigin(raw), hasBody ? () => runWithBody(raw, done) : done)
  })
  instance.addHook('onSend', (request, reply, payload, done) => {
    if (typeof payload !== 'object' || payload === null || payload instanceof Uint8Array) return done()
    const state = stateOf(request, reply)
    done(
      null,
      watchPayload(payload, (error) => bodyFailed(error, state, owner)),
    )
  })
  guardHooks(instance)
  handleErrors(instance, owner)
  takeFrameworkErrors(instance, owner)
  instance.setNotFoundHandler((request, reply) => {
    void answerFastify(new NotFound(), stateOf(request, reply), owner)
  })
}

/**
 * Has what a request tells, the end of its body first of all, told in the context that it has now. By itself a body comes
 * in the context of the connection, and the handler of its route with it. A hook that enters the context again would be
 * asked for requests without a body, too, and stand on the stack of each error.
 */
function runWithBody(req: IncomingMessage, done: () => void): void {
  req.emit = AsyncResource.bind(req.emit)
  done()
}

function attachScope(instance: FastifyInstance, scope: Scope<FastifyContext>): void {
  instance.addHook('onRequest', (request, _reply, done) => {
    if (scope.errors.hasTeardown) enterScope(request.raw, scope.path)
    done()
  })
  handleErrors(instance, { errors: scope.errors, scopes: scope.path, headers: new ReplyHeaders() })
}

/** Fastify calls it with whatever was thrown, undefined too, for all routes of the plugin and their hooks. */
function handleErrors(instance: FastifyInstance, owner: FastifyOwner): void {
  instance.setErrorHandler((error: unknown, request, reply) => {
    // Nothing is returned: Fastify would send it. `answerFastify` sends when the answer is there, and never rejects.
    void answerFastify(error, stateOf(request, reply), owner)
  })
}

/** A body that fails before the headers were sent can still be replaced, so Fastify is left to handle it as an error. */
function bodyFailed(error: unknown, state: FastifyState, owner: FastifyOwner): boolean {
  if (!state.context.reply.raw.headersSent) return false
  breakFastify(error, state, owner)
  return true
}
