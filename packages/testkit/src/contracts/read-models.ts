import type { IssueQuery } from '@culprit/tracker'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestSamples, sampleFingerprint, sampleId, sampleNow } from './sample-batch.ts'
import type { OpenStore, StoreHarness } from './store-harness.ts'

const scope = [1]
const dayMs = 86_400_000
const hourMs = 3_600_000

/** The contract of `ReadModels`: what every engine must answer, and never outside the scope. */
export function describeReadModels(name: string, open: OpenStore): void {
  describe(`ReadModels contract: ${name}`, () => {
    let store: StoreHarness
    beforeEach(async () => {
      store = await open({ now: sampleNow })
    })
    afterEach(() => store.close())

    describeIssueList(() => store)
    describeEvents(() => store)
    describeScope(() => store)
  })
}

function describeIssueList(get: () => StoreHarness): void {
  const query = (parts: Partial<IssueQuery> = {}): IssueQuery => ({
    scope,
    sort: 'last-seen',
    limit: 100,
    now: sampleNow,
    ...parts,
  })
  const titles = async (parts: Partial<IssueQuery>): Promise<readonly string[]> =>
    (await get().reads.issues(query(parts))).rows.map(({ title }) => title)

  /** Issue n has n events by n users, was last seen n hours ago, first seen in the opposite order. */
  async function fill(count: number): Promise<void> {
    let id = 1
    for (let problem = 1; problem <= count; problem++) {
      const events = Array.from({ length: problem }, () =>
        sampleFingerprint(id++, {
          problem,
          title: `Problem ${problem}`,
          received: sampleNow - problem * hourMs,
        }),
      )
      await digestSamples(get(), events)
    }
    await get().digest.flushCounters()
  }

  it.each([
    ['last-seen', ['Problem 1', 'Problem 2', 'Problem 3']],
    ['first-seen', ['Problem 1', 'Problem 2', 'Problem 3']],
    ['events', ['Problem 3', 'Problem 2', 'Problem 1']],
    ['users', ['Problem 3', 'Problem 2', 'Problem 1']],
  ] as const)('sorts by %s', async (sort, expected) => {
    await fill(3)
    expect(await titles({ sort })).toEqual(expected)
  })

  it.each(['last-seen', 'events'] as const)('pages forth and back by cursor, sorted by %s', async (sort) => {
    await fill(5)
    const all = await titles({ sort })
    const first = await get().reads.issues(query({ sort, limit: 2 }))
    expect(first.previous).toBeUndefined()
    const second = await get().reads.issues(query({ sort, limit: 2, cursor: first.next }))
    const third = await get().reads.issues(query({ sort, limit: 2, cursor: second.next }))
    expect([first, second, third].flatMap(({ rows }) => rows.map(({ title }) => title))).toEqual(all)
    expect(third.next).toBeUndefined()
    const back = await get().reads.issues(query({ sort, limit: 2, cursor: third.previous }))
    expect(back.rows).toEqual(second.rows)
    const start = await get().reads.issues(query({ sort, limit: 2, cursor: back.previous }))
    expect(start.rows).toEqual(first.rows)
    expect(start.previous).toBeUndefined()
  })

  it.each(['last-seen', 'events'] as const)(
    'merges projects in one order, page by page, sorted by %s',
    async (sort) => {
      const events = Array.from({ length: 40 }, (_, n) =>
        // Six issues in each project; every second event falls on the same instant, so that ids must break ties.
        sampleFingerprint(n, {
          projectId: 1 + (n % 2),
          problem: (n * n) % 11,
          received: sampleNow - (n % 4) * hourMs,
        }),
      )
      await digestSamples(get(), events)
      const every = await get().reads.issues(query({ scope: [1, 2], sort }))
      const values = every.rows.map((row) => (sort === 'events' ? row.count : row.lastSeen))
      expect(values).toEqual(values.toSorted((a, b) => b - a))
      expect(new Set(every.rows.map(({ projectId }) => projectId)).size).toBe(2)
      const ids: number[] = []
      let cursor: string | undefined
      do {
        const page = await get().reads.issues(query({ scope: [1, 2], sort, limit: 3, cursor }))
        ids.push(...page.rows.map(({ id }) => id))
        cursor = page.next
      } while (cursor !== undefined)
      expect(ids).toEqual(every.rows.map(({ id }) => id))
    },
  )

  it.each(['', 'nonsense', 'W10', Buffer.from('["last-seen",1e999,null,1]').toString('base64url')])(
    'takes the cursor %j for the first page',
    async (cursor) => {
      await fill(2)
      expect(await titles({ cursor })).toEqual(['Problem 1', 'Problem 2'])
    },
  )

  it('filters by status, substatus, level, environment, release and words', async () => {
    await digestSamples(get(), [
      sampleFingerprint(1, {
        problem: 1,
        title: 'TypeError: Cart is ÄRGER',
        level: 'fatal',
        environment: 'staging',
      }),
      sampleFingerprint(2, {
        problem: 2,
        title: 'RangeError: 100%_done',
        culprit: 'checkout (pay.ts)',
        release: 'shop@2.0.0',
      }),
    ])
    await get().digest.flushCounters()
    await get().commands.setIssueStatus({ scope, issueId: 2, status: 'resolved', now: sampleNow })
    const cart = ['TypeError: Cart is ÄRGER']
    const range = ['RangeError: 100%_done']
    expect(await titles({ status: 'unresolved' })).toEqual(cart)
    expect(await titles({ status: 'resolved' })).toEqual(range)
    expect(await titles({ substatus: 'new' })).toEqual(cart)
    expect(await titles({ substatus: 'new', now: sampleNow + 8 * dayMs })).toEqual([])
    expect(await titles({ substatus: 'ongoing', now: sampleNow + 8 * dayMs })).toEqual(cart)
    expect(await titles({ substatus: 'regressed' })).toEqual([])
    expect(await titles({ levels: ['fatal', 'info'] })).toEqual(cart)
    expect(await titles({ environment: 'staging' })).toEqual(cart)
    expect(await titles({ release: 'shop@2.0.0' })).toEqual(range)
    expect(await titles({ words: ['ärger', 'CART'] })).toEqual(cart)
    expect(await titles({ words: ['0%_d', 'PAY'] })).toEqual(range)
    expect(await titles({ words: ['%'] })).toEqual(range)
    expect(await titles({ words: [`' or 1=1 --`] })).toEqual([])
    expect(await get().reads.environments(scope)).toEqual(expect.arrayContaining(['production', 'staging']))
    expect(await get().reads.releases(scope)).toHaveLength(2)
  })

  it('counts the issues of each tab', async () => {
    await fill(4)
    await get().commands.setIssueStatus({ scope, issueId: 1, status: 'resolved', now: sampleNow })
    await get().commands.setIssueStatus({ scope, issueId: 2, status: 'ignored', now: sampleNow })
    await get().commands.setIssueStatus({ scope, issueId: 3, status: 'resolved', now: sampleNow })
    await digestSamples(get(), [sampleFingerprint(900, { problem: 3 })])
    expect(await get().reads.issueCounts(scope)).toEqual({
      unresolved: 2,
      new: 1,
      regressed: 1,
      ignored: 1,
      resolved: 1,
    })
  })

  it('draws the trend of each issue by the hour', async () => {
    await fill(2)
    const trends = await get().reads.trends(scope, { issueIds: [1, 2, 99], now: sampleNow, hours: 4 })
    expect([...trends]).toEqual([
      [1, [0, 0, 1, 0]],
      [2, [0, 2, 0, 0]],
    ])
  })
}

function describeEvents(get: () => StoreHarness): void {
  /** Six events of one issue on three days, two a day. */
  async function fill(): Promise<void> {
    for (const [index, daysAgo] of [3, 3, 2, 2, 0, 0].entries()) {
      await digestSamples(get(), [sampleFingerprint(index + 1, { received: sampleNow - daysAgo * dayMs })])
    }
    await get().digest.flushCounters()
  }

  it('gives an event with payload, neighbours and place', async () => {
    await fill()
    const detail = await get().reads.eventOfIssue(scope, 1, sampleId(3))
    expect(detail?.event).toMatchObject({
      id: sampleId(3),
      exceptions: [{ type: 'TypeError', value: 'TypeError: problem 1' }],
    })
    expect(detail?.row).toMatchObject({
      eventId: sampleId(3),
      title: 'TypeError: problem 1',
      tags: [['browser', 'Firefox 140']],
      userKey: 'id:3',
    })
    expect(detail).toMatchObject({
      previousId: sampleId(2),
      nextId: sampleId(4),
      oldestId: sampleId(1),
      latestId: sampleId(6),
    })
    expect(detail).toMatchObject({ position: 3, stored: 6 })
  })

  it('finds the latest and the oldest, at the ends without a neighbour', async () => {
    await fill()
    const latest = await get().reads.eventOfIssue(scope, 1, 'latest')
    expect(latest).toMatchObject({
      row: { eventId: sampleId(6) },
      previousId: sampleId(5),
      nextId: undefined,
      position: 6,
    })
    const oldest = await get().reads.eventOfIssue(scope, 1, 'oldest')
    expect(oldest).toMatchObject({
      row: { eventId: sampleId(1) },
      previousId: undefined,
      nextId: sampleId(2),
      position: 1,
    })
  })

  it('finds an event by id in either spelling, and nothing for what is none', async () => {
    await fill()
    expect(await get().reads.eventById(scope, 1, sampleId(4))).toMatchObject({ position: 4 })
    const dashed = sampleId(4)
      .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
      .toUpperCase()
    expect(await get().reads.eventById(scope, 1, dashed)).toMatchObject({ position: 4 })
    for (const id of ['', 'latest', sampleId(77), '../../x', 'f'.repeat(31)]) {
      expect(await get().reads.eventById(scope, 1, id)).toBeUndefined()
    }
  })

  it('pages through the events of an issue across days, newest first', async () => {
    await fill()
    const page = (cursor?: string): ReturnType<StoreHarness['reads']['eventsOfIssue']> =>
      get().reads.eventsOfIssue(scope, { issueId: 1, limit: 4, cursor })
    const first = await page()
    expect(first.rows.map(({ eventId }) => eventId)).toEqual([6, 5, 4, 3].map(sampleId))
    const second = await page(first.next)
    expect(second.rows.map(({ eventId }) => eventId)).toEqual([2, 1].map(sampleId))
    expect(second.next).toBeUndefined()
    const back = await page(second.previous)
    expect(back.rows).toEqual(first.rows)
    expect(back.previous).toBeUndefined()
  })

  it('keeps a title that differs from the issue’s', async () => {
    await digestSamples(get(), [sampleFingerprint(1)])
    await digestSamples(get(), [sampleFingerprint(2, { title: 'TypeError: other words' })])
    const { rows } = await get().reads.eventsOfIssue(scope, { issueId: 1, limit: 10 })
    expect(rows.map(({ title }) => title)).toEqual(['TypeError: other words', 'TypeError: problem 1'])
  })

  it('sums up tags, most frequent first, at most ten values of a key', async () => {
    const events = Array.from({ length: 30 }, (_, n) =>
      sampleFingerprint(n + 1, {
        tags: [
          ['page', `/p${n % 15}`],
          ['half', n < 20 ? 'a' : 'b'],
        ],
      }),
    )
    await digestSamples(get(), events)
    await get().digest.flushCounters()
    const tags = await get().reads.tagsOfIssue(scope, 1)
    expect(tags.map(({ key }) => key)).toEqual(['environment', 'half', 'level', 'page', 'release'])
    const half = tags.find(({ key }) => key === 'half')
    expect(half).toMatchObject({
      total: 30,
      values: [
        { value: 'a', count: 20, lastSeen: sampleNow },
        { value: 'b', count: 10 },
      ],
    })
    const page = tags.find(({ key }) => key === 'page')
    expect(page?.values).toHaveLength(10)
    expect(page?.total).toBe(30)
  })

  it('counts different users once each, over flushes too', async () => {
    await digestSamples(get(), [
      sampleFingerprint(1, { userKey: 'id:7' }),
      sampleFingerprint(2, { userKey: 'id:7' }),
    ])
    await get().digest.flushCounters()
    await digestSamples(get(), [
      sampleFingerprint(3, { userKey: 'id:7' }),
      sampleFingerprint(4, { userKey: 'id:8' }),
    ])
    await get().digest.flushCounters()
    expect(await get().reads.issueById(scope, 1)).toMatchObject({ userCount: 2, count: 4 })
  })
}

function describeScope(get: () => StoreHarness): void {
  it('answers nothing about another project', async () => {
    const { reads, digest, commands, outbox } = get()
    const mail = {
      kind: 'new-issue',
      projectId: 1,
      issueId: 1,
      eventId: sampleId(1),
      recipient: 'a@example.org',
    } as const
    await digestSamples(get(), [sampleFingerprint(1)], {
      outbox: [mail],
      userReports: [
        { projectId: 1, eventId: sampleId(1), received: sampleNow, name: '', email: '', comments: '' },
      ],
      attachments: [
        {
          projectId: 1,
          eventId: sampleId(1),
          received: sampleNow,
          filename: '',
          contentType: '',
          attachmentType: '',
          bytes: 1,
        },
      ],
      parked: [{ projectId: 1, received: sampleNow, error: '', raw: new Uint8Array([1]) }],
    })
    await digest.flushCounters()
    await commands.addOutcomes(
      [{ projectId: 1, source: 'server', reason: 'accepted', category: 'error', quantity: 1 }],
      sampleNow,
    )
    expect(await outbox.due(sampleNow, 10)).toHaveLength(1)
    for (const other of [[2], []]) {
      expect(await reads.projects(other)).toHaveLength(other.length)
      expect(await reads.projectBySlug(other, 'default')).toBeUndefined()
      expect((await reads.keys(other)).filter(({ projectId }) => projectId === 1)).toEqual([])
      expect(
        (await reads.issues({ scope: other, sort: 'last-seen', limit: 10, now: sampleNow })).rows,
      ).toEqual([])
      expect(await reads.issueById(other, 1)).toBeUndefined()
      expect(await reads.issueByNumber(other, 1, 1)).toBeUndefined()
      expect((await reads.issueCounts(other)).unresolved).toBe(0)
      expect((await reads.trends(other, { issueIds: [1], now: sampleNow, hours: 2 })).size).toBe(0)
      expect(await reads.eventOfIssue(other, 1, 'latest')).toBeUndefined()
      expect(await reads.eventOfIssue(other, 1, sampleId(1))).toBeUndefined()
      expect(await reads.eventById(other, 1, sampleId(1))).toBeUndefined()
      expect((await reads.eventsOfIssue(other, { issueId: 1, limit: 10 })).rows).toEqual([])
      expect(await reads.tagsOfIssue(other, 1)).toEqual([])
      expect(await reads.userReportsOfIssue(other, 1)).toEqual([])
      expect(await reads.attachmentsOfEvent(other, 1, sampleId(1))).toEqual([])
      expect(await reads.environments(other)).toEqual([])
      expect(await reads.releases(other)).toEqual([])
      expect(await reads.outcomes(other, 0)).toEqual([])
      expect(await reads.parked(other)).toEqual([])
      expect(await reads.deliveries(other, 10)).toEqual([])
    }
  })

  it('finds an event only in the project that is asked for', async () => {
    await digestSamples(get(), [sampleFingerprint(1)])
    expect(await get().reads.eventById([1, 2], 2, sampleId(1))).toBeUndefined()
    await digestSamples(get(), [sampleFingerprint(1, { projectId: 2 })])
    expect((await get().reads.eventById([1, 2], 2, sampleId(1)))?.row.projectId).toBe(2)
    expect(await get().reads.eventOfIssue([1, 2], 2, sampleId(1))).toMatchObject({
      row: { projectId: 2, issueId: 2 },
    })
  })
}
