import { AsyncLocalStorage } from 'node:async_hooks'

/** The handlers that are delivering in the current async context. */
const delivering = new AsyncLocalStorage<ReadonlySet<object>>()

/**
 * Calls `deliver` so that records logged inside, also after awaits, do not reach `handler` again; they reach all
 * others. For handlers that send over the network: a mail library's own log lines must not be mailed.
 */
export function deliverWithout<T>(handler: object, deliver: () => T): T {
  const outer = delivering.getStore()
  return delivering.run(new Set(outer === undefined ? [handler] : [...outer, handler]), deliver)
}

/** Says whether the current code runs inside `deliverWithout` for this handler. */
export function isDelivering(handler: object): boolean {
  const handlers = delivering.getStore()
  return handlers !== undefined && handlers.has(handler)
}
