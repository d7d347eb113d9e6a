import type { Errors, Scope } from '../handlers/errors.ts'

import { watchResponses } from './express-answer.ts'
import { guardApplication, guardRouter } from './express-guard.ts'
import { isApplication, isRouter } from './express-targets.ts'
import type { ExpressContext } from './express-context.ts'
import { answerExpressFailure } from './express-failure.ts'
import { isScope } from './is-scope.ts'
import { serveDebugger } from './node-debugger.ts'
import { nodeRequestOrigin } from './node-request.ts'
import { enterScope, failScope, leaveScope } from './node-scopes.ts'
import { runTeardownAtEnd } from './node-teardown.ts'

export type { ExpressContext } from './express-context.ts'

/**
 * Has the errors of an application of Express 4 or 5, or of a part of it, answered by error handlers. Returns what it
 * was given.
 *
 *     const app = attach(express(), errors)                            // right after express()
 *     app.use('/admin', attach(express.Router(), errors.scope('admin')))
 *
 * Handlers registered before are covered, too; applications mounted before are not. Error middleware of the
 * application (four parameters) comes first. A mounted application with errors of its own answers its errors itself.
 *
 * @throws {TypeError} for a target that is no application or router, or an application that has errors already.
 */
export function attach<Target extends object>(
  target: Target,
  owner: Errors<ExpressContext> | Scope<ExpressContext>,
): Target {
  if (isScope(owner)) attachScope(target, owner.path)
  else attachErrors(target, owner)
  return target
}

const attached: unique symbol = Symbol('culprit.attached')

function attachErrors(target: object, errors: Errors<ExpressContext>): void {
  if (!isApplication(target))
    throw new TypeError('attach(app, errors) takes an application of Express: express()')
  if (Object.hasOwn(target, attached)) throw new TypeError('attach() was called for this application already')
  Object.defineProperty(target, attached, { value: true })
  guardApplication(target)
  watchResponses(target.response)
  const { handle } = target
  target.handle = function handleWithErrors(req, res, done) {
    if (serveDebugger(errors, { req, res })) return
    // Without routes Express 4 would leave request and response without its methods, which error handlers use.
    if (target._router === undefined) target.lazyrouter?.()
    const context = { req, res }
    if (errors.hasTeardown) runTeardownAtEnd(errors, context, context)
    const end = (error?: unknown): void => {
      if (!error && done !== undefined) done()
      // Somebody answered and went on nevertheless, which Express lets pass, too.
      else if (!error && res.headersSent) return
      else void answerExpressFailure(error, { app: target, handle, errors, context, done })
    }
    const leave = errors.enter(nodeRequestOrigin(req))
    try {
      handle.call(target, req, res, end)
    } finally {
      leave()
    }
  }
}

function attachScope(target: object, path: readonly string[]): void {
  if (isApplication(target)) guardApplication(target)
  else if (isRouter(target)) guardRouter(target)
  else throw new TypeError('attach(router, scope) takes a router of Express: express.Router()')
  const { handle } = target
  target.handle = function handleInScope(req, res, done) {
    const outer = enterScope(req, path)
    handle.call(target, req, res, (error) => {
      if (error) failScope(req, error, outer)
      else leaveScope(req, outer)
      done?.(error)
    })
  }
}
