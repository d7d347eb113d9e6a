import type { ServerResponse } from 'node:http'

/**
 * Breaks the connection under a web-standard handler that `@hono/node-server` runs, which hands node's response on as
 * `outgoing` of its environment. Returns false where there is none (tests, Deno, Bun, workers). One turn later, since
 * what was written in this turn is still corked and should arrive.
 */
export function breakOutgoing(environment: unknown): boolean {
  const outgoing = outgoingOf(environment)
  if (outgoing === undefined) return false
  setImmediate(() => outgoing.destroy())
  return true
}

function outgoingOf(environment: unknown): Pick<ServerResponse, 'destroy'> | undefined {
  if (typeof environment !== 'object' || environment === null || !('outgoing' in environment)) return undefined
  const { outgoing } = environment
  return isDestroyable(outgoing) ? outgoing : undefined
}

function isDestroyable(value: unknown): value is Pick<ServerResponse, 'destroy'> {
  return typeof value === 'object' && value !== null && 'destroy' in value && typeof value.destroy === 'function'
}
