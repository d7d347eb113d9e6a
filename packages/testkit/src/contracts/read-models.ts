import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { describeAttachments } from './attachments.ts'
import { describeEvents } from './issue-events.ts'
import { describeIssueList } from './issue-list.ts'
import { digestSamples, sampleFingerprint, sampleFire, sampleId, sampleNow } from './sample-batch.ts'
import type { OpenStore, StoreHarness } from './store-harness.ts'

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
    describeAttachments(() => store)
    describeScope(() => store)
  })
}

function describeScope(get: () => StoreHarness): void {
  it('answers nothing about another project', async () => {
    const { reads, digest, commands, outbox } = get()
    await digestSamples(get(), [sampleFingerprint(1)], {
      fires: [sampleFire(['a@example.org'])],
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
          body: new Uint8Array([7]),
        },
      ],
      parked: [{ projectId: 1, received: sampleNow, error: '', raw: new Uint8Array([1]) }],
    })
    await digest.flushCounters()
    await commands.addOutcomes(
      [{ projectId: 1, source: 'server', reason: 'accepted', category: 'error', quantity: 1 }],
      sampleNow,
    )
    expect(await outbox.due(sampleNow, 10, { to: 'mail' })).toHaveLength(1)
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
      const place = { projectId: 1, eventId: sampleId(1), index: 0 }
      expect(await reads.attachmentBody(other, place)).toBeUndefined()
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
