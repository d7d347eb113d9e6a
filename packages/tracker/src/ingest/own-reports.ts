import { createEventId, encodeEnvelope } from '@culprit/wire'
import type { IngestStatus } from '../ports/ingest-status.ts'
import type { SpoolMeta } from '../ports/spool.ts'
import type { IngestDeps } from './ingest-deps.ts'
import { RateWindow } from './rate-window.ts'

/** Takes the tracker's own errors and policy reports into the internal project. */
export interface OwnReports extends Pick<IngestStatus, 'reportPolicy'> {
  reportOwnError(event: OwnEvent): Promise<void>
}

export type OwnReportDeps = Pick<IngestDeps, 'spool' | 'directory' | 'outcomes' | 'clock' | 'random'>

/** Reports a minute, errors and policy reports together. Beyond it they are counted as `quota`. */
const budget = 60
const maxPolicyBytes = 64 * 1024
/** An error while digesting a report of an error would come back here for ever; so would one while spooling it. */
const maxUnderWay = 8

/**
 * Returns the reporter of the tracker's own trouble. Neither function rejects, whatever fails: a report that cannot
 * be spooled is counted and forgotten, since reporting that failure would fail too.
 */
export function createOwnReports(deps: OwnReportDeps): OwnReports {
  const window = new RateWindow()
  let underWay = 0

  async function append(
    kind: SpoolMeta['kind'],
    { body, eventId = createEventId(deps.random), contentType }: OwnBody,
  ): Promise<boolean> {
    const project = deps.directory().projects.find((candidate) => candidate.internal)
    if (!project) return false
    const received = deps.clock()
    const category = kind === 'security' ? 'security' : 'error'
    if (underWay >= maxUnderWay || window.count(received) + 1 > budget) {
      deps.outcomes.add({ projectId: project.id, reason: 'quota', category, quantity: 1 })
      return false
    }
    window.add(received, 1)
    underWay += 1
    const meta: SpoolMeta = {
      kind,
      projectId: project.id,
      received,
      eventId,
      encoding: '',
      contentType,
      client: 'culprit-tracker/self',
    }
    try {
      await deps.spool.append('main', { meta, body })
      return true
    } catch {
      deps.outcomes.add({ projectId: project.id, reason: 'internal', category, quantity: 1 })
      return false
    } finally {
      underWay -= 1
    }
  }

  return {
    async reportOwnError({ eventId, payload }) {
      const body = encodeEnvelope({ header: {}, items: [{ header: { type: 'event' }, payload }] })
      await append('envelope', { body, eventId })
    },
    async reportPolicy(body, contentType) {
      const taken =
        body.length <= maxPolicyBytes &&
        (await append('security', { body, contentType: contentType.slice(0, 200) }))
      return taken ? 'accepted' : 'over-budget'
    },
  }
}

interface OwnBody {
  readonly body: Uint8Array
  readonly eventId?: string
  readonly contentType?: string
}

/** An event as the library made it. */
interface OwnEvent {
  readonly eventId: string
  /** JSON. */
  readonly payload: Uint8Array
}
