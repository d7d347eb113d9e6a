import type { ApiHandler } from './api-call.ts'

/** One path of the API under `/api/0`, without the slash at the end that Sentry's paths have. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly handle: ApiHandler
}
