import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  eventKey,
  issueKey,
  type DigestBatch,
  type DigestPlan,
  type FingerprintedEvent,
  type KnownIssues,
} from '../domain/digest-plan.ts'
import type { Issue } from '../domain/issue.ts'
import type { AlertMember } from '../domain/alert-people.ts'
import type { AlertRule } from '../domain/alert-rule.ts'
import { defaultRule } from '../domain/default-rule.ts'
import { createAddressBook, type AddressBook } from './alerts/destinations.ts'
import { noMemory } from './alerts/rule-context.ts'
import { createRuleBook } from './alerts/rule-book.ts'
import { mergeBatches } from './merge-batches.ts'
import { planDigest } from './plan.ts'

const now = Date.UTC(2026, 10, 22, 12)
const member = (userId: number, email: string): AlertMember => ({ userId, email, settings: {}, wishes: [] })
const bookOf = (...members: readonly AlertMember[]): AddressBook =>
  createAddressBook({ members, teams: [], ownership: [], unsubscribed: [] })
const addresses = bookOf(member(1, 'a@x.io'), member(2, 'b@x.io'))
const rule: AlertRule = { ...defaultRule, id: 4, projectId: 1, createdAt: 0, updatedAt: 0 }
const rules = createRuleBook([rule])
const nothing: KnownIssues = {
  issues: new Map(),
  stored: new Set(),
  sessions: new Map(),
  nextIssueId: 10,
  nextNumbers: new Map([[1, 5]]),
}

function event(id: string, more: Partial<FingerprintedEvent> = {}): FingerprintedEvent {
  return {
    eventId: id,
    projectId: 1,
    type: 'error',
    platform: 'node',
    level: 'error',
    timestamp: now,
    received: now,
    mechanism: 'v1',
    hash: 'h1',
    title: 'E: x',
    culprit: 'f',
    metadata: {},
    tags: [],
    block: 0,
    slot: 0,
    ...more,
  }
}

function batch(events: readonly FingerprintedEvent[], more: Partial<DigestBatch> = {}): DigestBatch {
  const blocks = [new Uint8Array([0]), new Uint8Array([1]), new Uint8Array([2])]
  return {
    lane: 'main',
    upTo: { segment: 1, offset: 9 },
    entries: [],
    events,
    blocks,
    sessions: [],
    userReports: [],
    attachments: [],
    outcomes: [],
    parked: [],
    ...more,
  }
}

function plan(
  events: readonly FingerprintedEvent[],
  known: KnownIssues = nothing,
  more: Partial<DigestBatch> = {},
): DigestPlan {
  return planDigest(batch(events, more), { known, addresses, rules, memory: noMemory, now })
}

/** Who is told what, because of which event. */
function told({ fires }: DigestPlan): readonly (readonly [string, string, string | undefined])[] {
  return fires.flatMap(({ alert, destinations }) =>
    destinations.map((to) => [alert.trigger, to.kind === 'mail' ? to.address : '', alert.eventId] as const),
  )
}

function knownIssue(more: Partial<Issue> = {}): KnownIssues {
  const issue: Issue = {
    id: 3,
    projectId: 1,
    number: 2,
    mechanism: 'v1',
    hash: 'h1',
    title: 'E: x',
    culprit: 'f',
    metadata: {},
    level: 'error',
    platform: 'node',
    status: 'unresolved',
    substatus: 'ongoing',
    count: 7,
    firstSeen: now - 1000,
    lastSeen: now - 500,
    lastEventId: 'old',
    ...more,
  }
  return { ...nothing, issues: new Map([[issueKey(issue), issue]]) }
}

describe('planDigest', () => {
  it('keeps with a new issue the first tree that explains it', () => {
    const { newIssues } = plan([event('a'), event('b', { grouping: '{1}' }), event('c', { grouping: '{2}' })])
    expect(newIssues).toMatchObject([{ count: 3, grouping: '{1}' }])
    expect(plan([event('d')]).newIssues).toMatchObject([{ grouping: undefined }])
  })

  it('makes one new issue of many events of one fingerprint, and tells each member once', () => {
    const planned = plan([event('a'), event('b', { received: now + 5 }), event('c', { received: now - 5 })])
    const { newIssues, changes, events } = planned
    expect(newIssues).toMatchObject([
      {
        id: 10,
        number: 5,
        count: 3,
        status: 'unresolved',
        substatus: 'new',
        firstSeen: now - 5,
        lastSeen: now + 5,
        lastEventId: 'c',
      },
    ])
    // A new issue has not changed: pages would call it reopened.
    expect(newIssues[0]?.statusChangedAt).toBeUndefined()
    expect(changes).toEqual([])
    expect(events.map(({ issueId }) => issueId)).toEqual([10, 10, 10])
    expect(told(planned)).toEqual([
      ['new-issue', 'a@x.io', 'a'],
      ['new-issue', 'b@x.io', 'a'],
    ])
  })

  it('counts numbers up in each project', () => {
    const { newIssues } = plan([event('a'), event('b', { hash: 'h2' }), event('c', { projectId: 7 })])
    expect(newIssues.map(({ id, number, projectId }) => [id, number, projectId])).toEqual([
      [10, 5, 1],
      [11, 6, 1],
      [12, 1, 7],
    ])
  })

  it('only counts for an issue that is open', () => {
    const { newIssues, changes, fires } = plan(
      [event('a', { level: 'fatal', release: '2' }), event('b')],
      knownIssue(),
    )
    expect([newIssues, fires]).toEqual([[], []])
    expect(changes).toEqual([
      {
        issueId: 3,
        projectId: 1,
        added: 2,
        firstSeen: now - 1000,
        lastSeen: now,
        lastEventId: 'b',
        level: 'error',
        lastRelease: '2',
        regressedAt: undefined,
      },
    ])
  })

  it('reopens a resolved issue and tells each member once a batch', () => {
    const planned = plan([event('a'), event('b')], knownIssue({ status: 'resolved' }))
    expect(planned.changes).toMatchObject([{ added: 2, regressedAt: now }])
    expect(told(planned)).toEqual([
      ['regression', 'a@x.io', 'a'],
      ['regression', 'b@x.io', 'a'],
    ])
  })

  it('leaves an ignored issue ignored and silent', () => {
    const { changes, fires } = plan([event('a')], knownIssue({ status: 'ignored' }))
    expect([changes[0]?.regressedAt, changes[0]?.added, fires]).toEqual([undefined, 1, []])
  })

  it('tells nobody about a project without rules', () => {
    expect(plan([event('a', { projectId: 2 })]).fires).toEqual([])
  })

  it('writes one entry without recipient when no member has an address', () => {
    const nobody = bookOf(member(1, ''))
    const facts = { known: nothing, addresses: nobody, rules, memory: noMemory, now }
    expect(told(planDigest(batch([event('a')]), facts))).toEqual([['new-issue', '', 'a']])
  })

  it('skips and counts what is stored already, or came earlier in the batch', () => {
    const stored = new Set([eventKey({ projectId: 1, eventId: 'b' })])
    const { events, newIssues, outcomes } = plan([event('a'), event('a'), event('b')], { ...nothing, stored })
    expect(events).toHaveLength(1)
    expect(newIssues[0]?.count).toBe(1)
    expect(outcomes.map(({ reason, category, quantity }) => [reason, category, quantity])).toEqual([
      ['accepted', 'error', 1],
      ['duplicate', 'error', 2],
    ])
  })

  it('takes the same id in two projects for two events', () => {
    expect(plan([event('a'), event('a', { projectId: 2 })]).events).toHaveLength(2)
  })

  it('leaves out blocks that hold duplicates only', () => {
    const stored = new Set([eventKey({ projectId: 1, eventId: 'b' })])
    const { blocks, events } = plan(
      [event('a', { block: 2 }), event('b', { block: 0 }), event('c', { block: 1 })],
      { ...nothing, stored },
    )
    expect(blocks).toEqual([new Uint8Array([2]), new Uint8Array([1])])
    expect(events.map(({ event: { block } }) => block)).toEqual([0, 1])
  })

  it('adds its own outcomes to those of the batch', () => {
    const outcomes = [
      { projectId: 1, source: 'server', reason: 'accepted', category: 'error', quantity: 2 } as const,
    ]
    expect(plan([event('a')], nothing, { outcomes }).outcomes).toMatchObject([
      { reason: 'accepted', quantity: 3 },
    ])
  })
})

/** What a store does with a plan, as far as the next plan depends on it. */
function after(known: KnownIssues, { newIssues, changes, events }: DigestPlan): KnownIssues {
  const issues = new Map(known.issues)
  const nextNumbers = new Map(known.nextNumbers)
  for (const issue of newIssues) {
    issues.set(issueKey(issue), issue)
    nextNumbers.set(issue.projectId, issue.number + 1)
  }
  for (const change of changes) {
    for (const [key, issue] of issues) {
      if (issue.id !== change.issueId) continue
      const reopened =
        change.regressedAt === undefined ? {} : ({ status: 'unresolved', substatus: 'regressed' } as const)
      const { firstSeen, lastSeen, lastEventId, level, lastRelease } = change
      issues.set(key, {
        ...issue,
        ...reopened,
        count: issue.count + change.added,
        firstSeen,
        lastSeen,
        lastEventId,
        level,
        lastRelease,
      })
    }
  }
  const stored = new Set([...known.stored, ...events.map(({ event: each }) => eventKey(each))])
  return {
    issues,
    stored,
    sessions: known.sessions,
    nextIssueId: known.nextIssueId + newIssues.length,
    nextNumbers,
  }
}

const anyEvents = fc.array(
  fc
    .record({
      eventId: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      projectId: fc.constantFrom(1, 2),
      hash: fc.constantFrom('h1', 'h2', 'h3'),
      received: fc.integer({ min: now - 5000, max: now + 5000 }),
      release: fc.constantFrom(undefined, '1', '2'),
      level: fc.constantFrom('error', 'fatal'),
    })
    .map(({ eventId, ...more }) => event(eventId, more)),
  { maxLength: 20 },
)
const anyStatus = fc.constantFrom('unresolved', 'resolved', 'ignored')

describe('planDigest: properties', () => {
  it('counts the same when a batch is split anywhere', () => {
    fc.assert(
      fc.property(anyEvents, fc.nat(20), anyStatus, (events, at, status) => {
        const known = knownIssue({ status })
        const whole = plan(events, known)
        const first = plan(events.slice(0, at), known)
        const between = after(known, first)
        const second = plan(events.slice(at), between)
        expect(after(between, second)).toEqual(after(known, whole))
        expect([...first.fires, ...second.fires]).toEqual(whole.fires)
      }),
    )
  })

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const again = plan(events, after(nothing, plan(events)))
        expect([again.events, again.newIssues, again.changes, again.fires, again.blocks]).toEqual([
          [],
          [],
          [],
          [],
          [],
        ])
      }),
    )
  })
})

describe('mergeBatches', () => {
  it('says the same as the batches one after the other', () => {
    const merged = mergeBatches([
      batch([event('a', { block: 2 })], { entries: [{ projectId: 1, entries: 2 }] }),
      batch([event('b', { block: 1 })], {
        upTo: { segment: 2, offset: 0 },
        entries: [
          { projectId: 2, entries: 1 },
          { projectId: 1, entries: 3 },
        ],
      }),
    ])
    expect(merged.entries).toEqual([
      { projectId: 1, entries: 5 },
      { projectId: 2, entries: 1 },
    ])
    expect(merged.events.map(({ block }) => merged.blocks[block])).toEqual([
      new Uint8Array([2]),
      new Uint8Array([1]),
    ])
    expect(merged.upTo).toEqual({ segment: 2, offset: 0 })
  })

  it('refuses batches of different lanes', () => {
    expect(() => mergeBatches([batch([]), batch([], { lane: 'bulk' })])).toThrow(RangeError)
  })
})
