import type { Request, Response } from 'express'
import type { ExpressFunction } from './express-handlers.ts'

/** What a router keeps of a handler. The layers of a route's own stack never have a `route`. */
export interface Layer {
  handle: ExpressFunction
  readonly route?: { readonly stack: Layer[] } | undefined
  readonly match: (path: string) => unknown
}

/** The parts of a router of Express 4 and 5 that the adapter uses; a router is a request handler itself. */
export interface ExpressRouter {
  readonly stack: Layer[]
  readonly params: Record<string, ExpressFunction[]>
  param: ExpressFunction
  handle: RouterHandle
  /** Express 4 alone has it. */
  readonly process_params?: ExpressFunction | undefined
}

/** The parts of an application of Express 4 and 5 that the adapter uses. */
export interface ExpressApplication {
  handle: RouterHandle
  use: (...args: unknown[]) => unknown
  readonly set: ExpressFunction
  /** The prototype of its responses. */
  readonly response: object
  /** Makes the router of an application of Express 4, which has none until its first `use` or route. */
  lazyrouter?: ExpressFunction | undefined
  readonly _router?: ExpressRouter | undefined
}

/** Runs the chain; `done` gets the error that nobody took, or nothing when nobody answered. */
export type RouterHandle = (req: Request, res: Response, done?: (error?: unknown) => void) => void

/** Returns whether a value is an application of Express, by the test that Express itself makes when it mounts one. */
export function isApplication(value: unknown): value is ExpressApplication {
  return (
    typeof value === 'function' &&
    has(value, 'handle') &&
    has(value, 'set') &&
    has(value, 'use') &&
    'response' in value
  )
}

/** Returns whether a value is a router of Express 4 or 5. */
export function isRouter(value: unknown): value is ExpressRouter {
  return (
    typeof value === 'function' &&
    has(value, 'handle') &&
    has(value, 'param') &&
    'stack' in value &&
    Array.isArray(value.stack)
  )
}

function has(target: object, name: string): boolean {
  const value: unknown = Reflect.get(target, name)
  return typeof value === 'function'
}
