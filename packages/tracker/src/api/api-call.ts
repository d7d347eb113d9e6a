import type { Instant } from '../domain/instant.ts'
import type { Access } from './access.ts'
import type { ApiDeps } from './api-deps.ts'

/** A request that was let in, with what its handler needs. */
export interface ApiCall {
  readonly deps: ApiDeps
  readonly access: Access
  readonly request: Request
  readonly url: URL
  /** Values of the path's parameters. */
  readonly params: Readonly<Record<string, string>>
  readonly now: Instant
}

/** Answers a call. */
export type ApiHandler = (call: ApiCall) => Promise<Response>
