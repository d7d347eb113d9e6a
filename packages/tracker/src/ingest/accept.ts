import type { ProjectKey } from '../domain/project.ts'
import { SpoolError, type SpoolMeta } from '../ports/spool.ts'
import { clientIpOf, type Exchange, headerOf } from './exchange.ts'
import type { Body } from './read-body.ts'
import { refuse, type Refusal } from './refusal.ts'

export interface Acceptance {
  readonly key: ProjectKey
  readonly kind: SpoolMeta['kind']
  readonly body: Body
  readonly eventId?: string | undefined
  /** How many events count against the limits. */
  readonly events: number
  /** From the query of a security report. */
  readonly release?: string | undefined
  readonly environment?: string | undefined
}

/**
 * The last step of every endpoint: takes room for the events and writes the bytes to the spool. Resolves when they
 * are on disk, or with the reason why they never will be.
 */
export async function accept(exchange: Exchange, acceptance: Acceptance): Promise<Refusal | undefined> {
  const { deps } = exchange
  const { key, body, events } = acceptance
  const refusal = deps.admission.take(key, events)
  if (refusal) return refusal
  const lane = deps.backlog.enter(key.projectId)
  try {
    await deps.spool.append(lane, { meta: metaOf(exchange, acceptance), body: body.bytes })
    exchange.note.spooledFor = key.projectId
    return undefined
  } catch (error) {
    deps.backlog.digested({ projectId: key.projectId, entries: 1 })
    if (error instanceof SpoolError) return refusalOf(error)
    throw error
  }
}

function metaOf(
  exchange: Exchange,
  { key, kind, body, eventId, release, environment }: Acceptance,
): SpoolMeta {
  const { req, note, received } = exchange
  return {
    kind,
    projectId: key.projectId,
    received,
    eventId,
    encoding: body.encoding,
    contentType: headerOf(req, 'content-type', 200),
    clientIp: clientIpOf(exchange),
    userAgent: headerOf(req, 'user-agent', 500),
    client: note.client,
    release,
    environment,
  }
}

/** What cannot be written is `disk-full` to the outside: a full disk, a read-only one, or one that fails. */
function refusalOf(error: SpoolError): Refusal {
  if (error.code === 'spool-full') {
    const rateLimits = [{ retryAfterSeconds: 5, categories: [], scope: 'organization', reason: 'spool_full' }]
    return { ...refuse(429, 'spool-full', error.message), retryAfterSeconds: 5, rateLimits }
  }
  return { ...refuse(503, 'disk-full', `failed to queue the event: ${error.message}`), retryAfterSeconds: 5 }
}
