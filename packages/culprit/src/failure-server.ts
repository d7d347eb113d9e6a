import type { RequestListener } from 'node:http'
import { type NodeContext, wrap } from './adapters/node.ts'
import { culprit } from './culprit.ts'

/**
 * Returns a listener that answers every request with an error, through the debugger: what stands in for an application that
 * cannot be loaded (CLI-4).
 */
export function failureListener(error: unknown): RequestListener {
  const errors = culprit<NodeContext>({ debug: true })
  return wrap(() => {
    throw error
  }, errors) as RequestListener
}
