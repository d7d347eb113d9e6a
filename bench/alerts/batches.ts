import {
  issueKey,
  type DigestBatch,
  type FingerprintedEvent,
  type KnownIssues,
} from '../../packages/tracker/src/domain/digest-plan.ts'
import type { Issue } from '../../packages/tracker/src/domain/issue.ts'
import { createRandom, createZipf } from '../generator/random.ts'

/** A batch as a decoder makes it, and what the store knows of its issues. */
export interface BatchWithIssues {
  readonly batch: DigestBatch
  readonly known: KnownIssues
  readonly now: number
}

export interface BatchOptions {
  readonly batches: number
  readonly eventsInBatch: number
  readonly issues: number
}

/** Returns batches of events of known issues, by Zipf's law, a thousand events a second. */
export function makeBatches({
  batches,
  eventsInBatch,
  issues: count,
}: BatchOptions): readonly BatchWithIssues[] {
  const random = createRandom(1)
  const zipf = createZipf(random, count)
  const start = Date.UTC(2026, 10, 22, 12)
  const issues = new Map<string, Issue>()
  let sent = 0
  return Array.from({ length: batches }, () => {
    const events = Array.from({ length: eventsInBatch }, (): FingerprintedEvent => {
      sent += 1
      return makeEvent(random.hex(32), zipf(), start + sent)
    })
    for (const event of events) {
      const key = issueKey(event)
      const before = issues.get(key)
      issues.set(key, {
        ...(before ?? makeIssue(event, issues.size + 1)),
        count: (before?.count ?? 20_000) + 1,
      })
    }
    const known = {
      issues: new Map(issues),
      stored: new Set<string>(),
      sessions: new Map(),
      nextIssueId: count + 1,
      nextNumbers: new Map([[1, count + 1]]),
    }
    return { batch: makeBatch(events), known, now: start + sent }
  })
}

function makeBatch(events: readonly FingerprintedEvent[]): DigestBatch {
  return {
    lane: 'main',
    upTo: { segment: 1, offset: 1 },
    entries: [],
    events,
    blocks: [new Uint8Array()],
    sessions: [],
    userReports: [],
    attachments: [],
    outcomes: [],
    parked: [],
  }
}

function makeEvent(eventId: string, issue: number, received: number): FingerprintedEvent {
  return {
    eventId,
    projectId: 1,
    type: 'error',
    platform: 'node',
    level: 'error',
    timestamp: received,
    received,
    mechanism: 'v1',
    hash: `hash-${issue}`,
    title: `Error ${issue}`,
    culprit: 'checkout',
    metadata: { filename: 'src/checkout.ts' },
    environment: received % 3 === 0 ? 'staging' : 'production',
    release: 'shop@2.0.0',
    userKey: `id:${received % 997}`,
    tags: [
      ['browser', 'Firefox 128'],
      ['os', 'Linux'],
      ['server_name', 'web-1'],
    ],
    block: 0,
    slot: 0,
  }
}

function makeIssue({ hash, title, culprit, received, eventId }: FingerprintedEvent, id: number): Issue {
  return {
    id,
    projectId: 1,
    number: id,
    mechanism: 'v1',
    hash,
    title,
    culprit,
    metadata: {},
    level: 'error',
    platform: 'node',
    status: 'unresolved',
    substatus: 'ongoing',
    count: 0,
    firstSeen: received - 86_400_000,
    lastSeen: received,
    lastEventId: eventId,
  }
}
