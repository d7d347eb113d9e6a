import type { Context, Env } from 'hono'
import type { Errors } from '../handlers/errors.ts'
import { nodeExchangeOf } from './fetch-outgoing.ts'
import { exchangeOrigin, webRequestOrigin } from './fetch-request.ts'
import type { NodeExchange } from './node-request.ts'
import { debuggerResponse } from './web-debugger.ts'
import type { BodyStreams } from './web-response-body.ts'

/** Whose errors they are, and where. */
export interface HonoOwner<E extends Env> {
  readonly errors: Errors<Context<E>>
  /** Full names, innermost first. */
  readonly scopes: readonly string[]
  readonly streams: BodyStreams
}

/** The applications that a request is in; a sub-app with errors of its own is another one, inside of the first. */
interface Entered {
  readonly errors: object
  /** Node's own request and response under the request, where there are any. */
  readonly exchange: NodeExchange | undefined
  readonly outer: Entered | undefined
}

const entered: unique symbol = Symbol('culprit.entered')

/** Hono's context with the applications it is in, under a symbol of this module. */
interface Carrier {
  [entered]?: Entered
}

/**
 * Enters a request with the first of its handlers that runs, which all others run inside of: middleware of the adapter
 * would cost every request Hono's way for several handlers. Returns the function that leaves it; undefined for the others.
 */
export function enterRequest<E extends Env>(
  c: Context<E> & Carrier,
  errors: Errors<Context<E>>,
): (() => void) | undefined {
  const outer = c[entered]
  for (let one = outer; one !== undefined; one = one.outer) if (one.errors === errors) return undefined
  const exchange = outer === undefined ? nodeExchangeOf(c.env) : outer.exchange
  c[entered] = { errors, exchange, outer }
  // Hono makes `c.req` when somebody asks for it, so it is not asked for where it is not needed.
  return errors.enter(exchange === undefined ? webRequestOrigin(c.req.raw) : exchangeOrigin(exchange))
}

/** Returns node's own request and response under a request, where there are any. */
export function exchangeOf(c: Pick<Context, 'env'> & Carrier): NodeExchange | undefined {
  const known = c[entered]
  return known === undefined ? nodeExchangeOf(c.env) : known.exchange
}

/** Returns the method in which the answer is sent. */
export function methodOf(c: Context): string {
  return exchangeOf(c)?.req.method ?? c.req.method
}

/** Returns the debugger's answer to a request, see `debuggerResponse`; undefined for what is the application's. */
export function debuggedHono<E extends Env>(
  c: Context<E>,
  errors: Errors<Context<E>>,
): Promise<Response> | undefined {
  return errors.debugger === undefined ? undefined : debuggerResponse(errors, c.req.raw, c.env)
}
