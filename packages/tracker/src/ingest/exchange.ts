import type { IncomingMessage } from 'node:http'
import type { DataCategory } from '@culprit/wire'
import type { Instant } from '../domain/instant.ts'
import type { ProjectKey } from '../domain/project.ts'
import type { IngestDeps } from './ingest-deps.ts'
import type { Route } from './match-route.ts'

/** What is learnt about a request on its way, for the log and the counters. */
export interface RequestNote {
  projectId?: number
  /** The project in whose name the request was spooled; absent while, or when, it was not. */
  spooledFor?: number
  client?: string
  bytes: number
  eventId?: string
  items: readonly string[]
  /** Why parts of an accepted request were dropped. */
  reason?: string
  dsnSeen?: string
  /** What a refusal is counted as. */
  category: DataCategory
}

/** One request under way. */
export interface Exchange {
  readonly req: IncomingMessage
  readonly route: Route
  readonly query: URLSearchParams
  readonly received: Instant
  readonly deps: IngestDeps
  readonly findKey: (publicKey: string) => ProjectKey | undefined
  readonly note: RequestNote
}

/** Returns a header as one text, cut to `length` characters. */
export function headerOf(req: IncomingMessage, name: string, length = 500): string | undefined {
  const value = req.headers[name]
  return typeof value === 'string' ? value.slice(0, length) : undefined
}

/** Returns the client's address: of the connection, or what the proxy says when it is trusted. */
export function clientIpOf({ req, deps }: Exchange): string | undefined {
  const forwarded = deps.trustProxy ? headerOf(req, 'x-forwarded-for')?.split(',')[0]?.trim() : undefined
  return (forwarded || req.socket.remoteAddress)?.replace(/^::ffff:(?=\d+\.)/, '').slice(0, 64)
}
