import type { SpoolMeta } from '../ports/spool.ts'
import type { RawEvent } from './decode-event.ts'

/** Returns the facts that every event of a request shares. */
export function rawFacts(meta: SpoolMeta): RawEvent['facts'] {
  const { projectId, received, clientIp, userAgent, client } = meta
  return { projectId, received, clientIp, userAgent, client }
}
