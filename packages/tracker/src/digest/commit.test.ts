import { describe, expect, it } from 'vitest'
import {
  eventKey,
  issueKey,
  type DigestBatch,
  type DigestPlan,
  type FingerprintedEvent,
} from '../domain/digest-plan.ts'
import type { Issue } from '../domain/issue.ts'
import { encodeBlock } from '../encoding/payload-block.ts'
import type { DigestStore } from '../ports/digest-store.ts'
import { createAlertHistory } from './alerts/alert-history.ts'
import { createAddressBook } from './alerts/destinations.ts'
import { createRuleBook } from './alerts/rule-book.ts'
import { createCommitter } from './commit.ts'

const now = 1_795_000_000_000

interface FakeStore extends DigestStore {
  readonly applied: DigestPlan[]
  readonly stored: Set<string>
}

/** A store in memory; `fault` may answer 'stale' or an error to throw for a plan. */
function fakeStore(
  fault: (plan: DigestPlan, call: number) => 'stale' | Error | undefined = () => undefined,
): FakeStore {
  const applied: DigestPlan[] = []
  const stored = new Set<string>()
  const issues = new Map<string, Issue>()
  let calls = 0
  let cursor = { segment: 0, offset: 0 }
  return {
    applied,
    stored,
    lookup: async () => ({
      issues,
      stored,
      sessions: new Map(),
      nextIssueId: issues.size + 1,
      nextNumbers: new Map(),
    }),
    apply: async (plan) => {
      calls += 1
      const answer = fault(plan, calls)
      if (answer === 'stale') return 'stale'
      if (answer) throw answer
      applied.push(plan)
      cursor = plan.upTo
      for (const issue of plan.newIssues) issues.set(issueKey(issue), issue)
      for (const { event } of plan.events) stored.add(eventKey(event))
      return 'applied'
    },
    cursor: async () => cursor,
    durableCursor: async () => cursor,
    flushCounters: async () => undefined,
  }
}

function batchOf(ids: readonly string[]): DigestBatch {
  const events = ids.map((eventId, slot): FingerprintedEvent => {
    return {
      eventId,
      projectId: 1,
      type: 'error',
      platform: 'node',
      level: 'error',
      timestamp: now,
      received: now,
      mechanism: 'v1',
      hash: 'h',
      title: '',
      culprit: '',
      metadata: {},
      tags: [],
      block: 0,
      slot,
    }
  })
  const blocks = [encodeBlock(ids.map((id) => `{"v":1,"id":"${id}"}`))]
  return {
    lane: 'main',
    upTo: { segment: 1, offset: 50 },
    entries: [],
    events,
    blocks,
    sessions: [],
    userReports: [],
    attachments: [],
    outcomes: [],
    parked: [],
  }
}

function commit(
  store: DigestStore,
  batch: DigestBatch,
): ReturnType<ReturnType<typeof createCommitter>['commit']> {
  return createCommitter({
    store,
    alerts: () => ({
      addresses: createAddressBook({ members: [], teams: [], ownership: [], unsubscribed: [] }),
      rules: createRuleBook([]),
    }),
    history: createAlertHistory({
      eventTimes: async () => [],
      userTimes: async () => [],
      seenInEnvironment: async () => false,
      lastEventAt: async () => undefined,
      releases: async () => [],
      sessionMinutes: async () => [],
    }),
    clock: () => now,
  }).commit(batch)
}

describe('createCommitter', () => {
  it('looks up, plans and applies', async () => {
    const store = fakeStore()
    const { plans } = await commit(store, batchOf(['a', 'b']))
    expect(plans).toEqual(store.applied)
    expect(plans[0]?.newIssues[0]?.count).toBe(2)
  })

  it('plans again while the plan is stale', async () => {
    const store = fakeStore((_plan, call) => (call < 3 ? 'stale' : undefined))
    expect((await commit(store, batchOf(['a']))).plans).toHaveLength(1)
  })

  it('gives up after five stale plans and parks nothing that could be stored', async () => {
    const store = fakeStore((_plan, call) => (call <= 5 ? 'stale' : undefined))
    await commit(store, batchOf(['a']))
    expect(store.stored.has('1:a')).toBe(true)
    expect(store.applied.flatMap(({ parked }) => parked)).toEqual([])
  })

  it('splits a batch that fails, parks the event that fails alone, and moves the cursor last', async () => {
    const store = fakeStore(({ events }) =>
      events.some(({ event }) => event.eventId === 'b') ? new TypeError('odd event') : undefined,
    )
    const { plans } = await commit(store, batchOf(['a', 'b', 'c']))
    expect([...store.stored]).toEqual(['1:a', '1:c'])
    expect(plans.map(({ upTo }) => upTo.offset)).toEqual([0, 0, 50])
    const [parked] = plans.flatMap((plan) => plan.parked)
    expect(parked).toMatchObject({ eventId: 'b', error: 'TypeError: odd event' })
    expect(new TextDecoder().decode(parked?.raw)).toBe('{"v":1,"id":"b"}')
    expect(plans.flatMap(({ outcomes }) => outcomes).map(({ reason }) => reason)).toEqual([
      'accepted',
      'accepted',
      'parked',
    ])
  })

  it.each([
    ['a full disk', Object.assign(new Error('no space'), { code: 'ENOSPC' })],
    ['a full database', Object.assign(new Error('full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })],
    [
      'an I/O error below',
      new Error('apply', { cause: Object.assign(new Error('io'), { errcode: 10 | (3 << 8) }) }),
    ],
  ])('rejects for %s and parks nothing', async (_name, error) => {
    const store = fakeStore(() => error)
    await expect(commit(store, batchOf(['a', 'b']))).rejects.toBe(error)
    expect(store.applied).toEqual([])
  })
})
