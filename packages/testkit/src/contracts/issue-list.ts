import type { IssueQuery } from '@culprit/tracker'
import { expect, it } from 'vitest'
import { digestSamples, sampleFingerprint, sampleNow } from './sample-batch.ts'
import type { StoreHarness } from './store-harness.ts'

const scope = [1]
const dayMs = 86_400_000
const hourMs = 3_600_000

/** The part of the contract of `ReadModels` that lists, filters and counts issues. */
export function describeIssueList(get: () => StoreHarness): void {
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

  it('brings the grouping with one issue, and not with the digest’s look-up or lists', async () => {
    const grouping = JSON.stringify({ id: 'type', contributes: true, values: ['Ä'.repeat(8000)] })
    await digestSamples(get(), [
      sampleFingerprint(1, { problem: 1, grouping }),
      sampleFingerprint(2, { problem: 2 }),
    ])
    await digestSamples(get(), [sampleFingerprint(3, { problem: 1, grouping: '{}' })])
    expect(await get().reads.issueById(scope, 1)).toMatchObject({ count: 2, grouping })
    expect(await get().reads.issueByNumber(scope, 1, 1)).toMatchObject({ grouping })
    expect((await get().reads.issueById(scope, 2))?.grouping).toBeUndefined()
    const known = await get().digest.lookup([sampleFingerprint(4, { problem: 1 })])
    expect([...known.issues.values()]).toMatchObject([{ id: 1, grouping: undefined }])
    expect((await get().reads.issues(query({}))).rows.map((row) => row.grouping)).toEqual([
      undefined,
      undefined,
    ])
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
