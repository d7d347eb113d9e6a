import { expect, it } from 'vitest'
import { digestSamples, sampleFingerprint, sampleId, sampleNow } from './sample-batch.ts'
import type { StoreHarness } from './store-harness.ts'

const scope = [1]
const dayMs = 86_400_000

/** The part of the contract of `ReadModels` about the events, tags and users of an issue. */
export function describeEvents(get: () => StoreHarness): void {
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
