import type { Errors } from '../handlers/errors.ts'
import type { NodeExchange } from './node-request.ts'
import { scopesOfEnd } from './node-scopes.ts'

/**
 * Has the teardown functions run when a request is over: its answer was sent completely or its connection broke.
 * Called at the start of a request, and only when there are teardown functions.
 */
export function runTeardownAtEnd<Context>(
  errors: Errors<Context>,
  { req, res }: NodeExchange,
  context: Context,
): void {
  res.once('close', () => {
    // It never rejects: what teardown functions throw is logged.
    void errors.runTeardown({ error: errors.unhandledErrorOf(context), scopes: scopesOfEnd(req), context })
  })
}
