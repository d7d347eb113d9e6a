import {
  createAddressBook,
  createRuleBook,
  noMemory,
  planDigest,
  type AlertFire,
  type DigestBatch,
  type DigestPlan,
  type FingerprintedEvent,
  type KnownIssues,
  type SessionReport,
  type StoredEvent,
} from '@culprit/tracker'

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
  readonly sessions?: readonly SessionReport[] | undefined
}

/** Returns the digest's own plan for events, all in one block, without its mails and outcomes. */
export function samplePlan(
  events: readonly FingerprintedEvent[],
  { known, encodeBlock, parts, sessions = [] }: SamplePlanFacts,
): DigestPlan {
  const batch: DigestBatch = {
    lane: 'main',
    upTo: { segment: 1, offset: 100 },
    entries: [],
    events: events.map((event, slot) => ({ ...event, block: 0, slot })),
    blocks:
      events.length === 0 ? [] : [encodeBlock(events.map((event) => JSON.stringify(samplePayload(event))))],
    sessions,
    userReports: [],
    attachments: [],
    outcomes: [],
    parked: [],
  }
  const plan = planDigest(batch, {
    known,
    addresses: createAddressBook({ members: [], teams: [], ownership: [], unsubscribed: [] }),
    rules: createRuleBook([]),
    memory: noMemory,
    now: sampleNow,
  })
  return { ...plan, outcomes: [], ...parts }
}

/** Returns the fire of rule 1 for issue 1 because of the sample event 1, told to each address. */
export function sampleFire(addresses: readonly string[], more: Partial<AlertFire> = {}): AlertFire {
  return {
    alert: {
      ruleId: 1,
      ruleName: 'New issues',
      trigger: 'new-issue',
      reason: 'A new issue was found.',
      projectId: 1,
      issueId: 1,
      eventId: sampleId(1),
      at: sampleNow,
    },
    destinations: addresses.map((address) => ({ kind: 'mail', address })),
    frequencyMs: 0,
    count: 1,
    ...more,
  }
}

/** What a digest does with a batch: look up, plan, apply. Returns the plan; throws when it was stale. */
export async function digestSamples(
  store: SampleStore,
  events: readonly FingerprintedEvent[],
  parts: Partial<DigestPlan> = {},
  sessions: readonly SessionReport[] = [],
): Promise<DigestPlan> {
  const known = await store.digest.lookup(events, sessions)
  const plan = samplePlan(events, { known, encodeBlock: store.encodeBlock, parts, sessions })
  const result = await store.digest.apply(plan)
  if (result !== 'applied') throw new Error(`The plan was ${result}.`)
  return plan
}

/** The part of a store that takes batches. */
export interface SampleStore {
  readonly digest: {
    lookup(events: readonly FingerprintedEvent[], sessions?: readonly SessionReport[]): Promise<KnownIssues>
    apply(plan: DigestPlan): Promise<'applied' | 'stale'>
  }
  readonly encodeBlock: (payloads: readonly string[]) => Uint8Array
}
