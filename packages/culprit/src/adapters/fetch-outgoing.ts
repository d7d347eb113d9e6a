import { mustClose, type NodeExchange } from './node-request.ts'
import { breakResponse } from './node-response.ts'

/**
 * Returns node's request and response under a web-standard handler, which `@hono/node-server` hands on as `incoming` and
 * `outgoing` of its environment; undefined where there are none (tests, Deno, Bun, workers).
 */
export function nodeExchangeOf(environment: unknown): NodeExchange | undefined {
  if (typeof environment !== 'object' || environment === null) return undefined
  if (!('incoming' in environment && 'outgoing' in environment)) return undefined
  const { incoming: req, outgoing: res } = environment
  return isRequest(req) && isResponse(res) ? { req, res } : undefined
}

/** Breaks the connection under a web-standard handler, so that the client sees the failure; false if there is none. */
export function breakOutgoing(exchange: NodeExchange | undefined): boolean {
  if (exchange !== undefined) breakResponse(exchange.res)
  return exchange !== undefined
}

/**
 * Has the answer end the connection when the application gave up reading the body (SRV-3). Under `@hono/node-server` the
 * stream of the body is not told of that: it was begun, is not at its end, and holds the connection back for good.
 */
export function closeIfLeft(exchange: NodeExchange | undefined): void {
  if (exchange === undefined || exchange.res.headersSent) return
  const { req, res } = exchange
  const isBegun = req.readableFlowing !== null && !req.complete && req.httpVersionMajor < 2
  if (isBegun || mustClose(req)) res.setHeader('Connection', 'close')
}

/** Told by what is used of it here; it is one of `node:http` or of the compatible part of `node:http2`. */
function isRequest(value: unknown): value is NodeExchange['req'] {
  return typeof value === 'object' && value !== null && 'headers' in value && 'socket' in value
}

function isResponse(value: unknown): value is NodeExchange['res'] {
  return typeof value === 'object' && value !== null && 'writableEnded' in value && 'destroy' in value
}
