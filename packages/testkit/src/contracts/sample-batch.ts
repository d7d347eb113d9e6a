import type { DigestPlan, FingerprintedEvent, Issue, KnownIssues, StoredEvent } from '@culprit/tracker'

/** Noon of a day in January: hours and days around it are easy to read in failures. */
export const sampleNow: number = Date.UTC(2026, 0, 15, 12)

/** Returns 32 hex digits that stand for a number. */
export function sampleId(n: number): string {
  return n.toString(16).padStart(32, '0')
}

/** Returns an event of project 1, the hash made from `problem`; any part may be given. */
export function sampleFingerprint(
  n: number,
  parts: Partial<FingerprintedEvent> & { readonly problem?: number } = {},
): FingerprintedEvent {
  const { problem = 1, ...rest } = parts
  return {
    eventId: sampleId(n),
    projectId: 1,
    type: 'error',
    platform: 'node',
    level: 'error',
    timestamp: sampleNow,
    received: sampleNow,
    mechanism: 'v1',
    hash: sampleId(1_000_000 + problem),
    title: `TypeError: problem ${problem}`,
    culprit: 'loadCart (cart.ts)',
    metadata: { type: 'TypeError', value: `problem ${problem}` },
    handled: false,
    environment: 'production',
    release: 'shop@1.0.0',
    userKey: `id:${n}`,
    tags: [['browser', 'Firefox 140']],
    block: 0,
    slot: 0,
    ...rest,
  }
}

/** Returns the stored shape of a fingerprinted event, as its payload holds it. */
export function samplePayload(event: FingerprintedEvent): StoredEvent {
  const { eventId, projectId, type, platform, level, timestamp, received, tags, title } = event
  return {
    v: 1,
    id: eventId,
    projectId,
    type,
    platform,
    level,
    timestamp,
    received,
    exceptions: [{ type: 'TypeError', value: title }],
    threads: [],
    breadcrumbs: [],
    tags,
    contexts: {},
    extra: {},
    modules: {},
    notes: [],
    redactions: [],
  }
}

/** What `samplePlan` needs besides the events. */
export interface SamplePlanFacts {
  readonly known: KnownIssues
  readonly encodeBlock: (payloads: readonly string[]) => Uint8Array
  readonly parts?: Partial<DigestPlan> | undefined
}

/** Returns a plan for events, all in one block: like the digest's own, without mails and outcomes. */
export function samplePlan(
  events: readonly FingerprintedEvent[],
  { known, encodeBlock, parts }: SamplePlanFacts,
): DigestPlan {
  const fresh = events.filter((event) => !known.stored.has(`${event.projectId}:${event.eventId}`))
  const created = new Map<string, Issue>()
  const changed = new Map<string, FingerprintedEvent[]>()
  const issueIds: number[] = []
  for (const event of fresh) {
    const key = `${event.projectId}:${event.mechanism}:${event.hash}`
    const issue = known.issues.get(key)
    if (issue) changed.set(key, [...(changed.get(key) ?? []), event])
    else
      created.set(
        key,
        seen(created.get(key), event, { known, order: created.size, inProject: countOf(created, event) }),
      )
    issueIds.push(issue?.id ?? created.get(key)?.id ?? 0)
  }
  return {
    at: sampleNow,
    lane: 'main',
    upTo: { segment: 1, offset: 100 },
    newIssues: [...created.values()],
    changes: [...changed].map(([key, list]) => changeOf(known.issues.get(key), list)),
    events: fresh.map((event, slot) => ({
      event: { ...event, block: 0, slot },
      issueId: issueIds[slot] ?? 0,
    })),
    blocks:
      fresh.length === 0 ? [] : [encodeBlock(fresh.map((event) => JSON.stringify(samplePayload(event))))],
    outbox: [],
    userReports: [],
    attachments: [],
    outcomes: [],
    parked: [],
    ...parts,
  }
}

function countOf(created: ReadonlyMap<string, Issue>, event: FingerprintedEvent): number {
  return [...created.values()].filter(({ projectId }) => projectId === event.projectId).length
}

interface NewFacts {
  readonly known: KnownIssues
  readonly order: number
  readonly inProject: number
}

function seen(
  before: Issue | undefined,
  event: FingerprintedEvent,
  { known, order, inProject }: NewFacts,
): Issue {
  const {
    projectId,
    mechanism,
    hash,
    title,
    culprit,
    metadata,
    level,
    platform,
    release,
    handled,
    received,
  } = event
  if (before)
    return {
      ...before,
      count: before.count + 1,
      lastSeen: Math.max(before.lastSeen, received),
      lastEventId: event.eventId,
    }
  return {
    id: known.nextIssueId + order,
    projectId,
    number: (known.nextNumbers.get(projectId) ?? 1) + inProject,
    mechanism,
    hash,
    title,
    culprit,
    metadata,
    level,
    platform,
    status: 'unresolved',
    substatus: 'new',
    count: 1,
    firstSeen: received,
    lastSeen: received,
    firstRelease: release,
    lastRelease: release,
    lastEventId: event.eventId,
    handled,
    grouping: event.grouping,
  }
}

function changeOf(
  issue: Issue | undefined,
  events: readonly FingerprintedEvent[],
): DigestPlan['changes'][number] {
  const last = events.at(-1)
  if (!issue || !last) throw new Error('A change needs a known issue and at least one event.')
  return {
    issueId: issue.id,
    projectId: issue.projectId,
    added: events.length,
    firstSeen: Math.min(issue.firstSeen, ...events.map(({ received }) => received)),
    lastSeen: Math.max(issue.lastSeen, ...events.map(({ received }) => received)),
    lastEventId: last.eventId,
    level: last.level,
    lastRelease: last.release,
    regressedAt: issue.status === 'resolved' ? sampleNow : undefined,
  }
}

/** What a digest does with a batch: look up, plan, apply. Returns the plan; throws when it was stale. */
export async function digestSamples(
  store: SampleStore,
  events: readonly FingerprintedEvent[],
  parts: Partial<DigestPlan> = {},
): Promise<DigestPlan> {
  const known = await store.digest.lookup(events)
  const plan = samplePlan(events, { known, encodeBlock: store.encodeBlock, parts })
  const result = await store.digest.apply(plan)
  if (result !== 'applied') throw new Error(`The plan was ${result}.`)
  return plan
}

/** The part of a store that takes batches. */
export interface SampleStore {
  readonly digest: {
    lookup(events: readonly FingerprintedEvent[]): Promise<KnownIssues>
    apply(plan: DigestPlan): Promise<'applied' | 'stale'>
  }
  readonly encodeBlock: (payloads: readonly string[]) => Uint8Array
}
