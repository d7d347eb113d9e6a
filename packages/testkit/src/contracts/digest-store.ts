import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  digestSamples,
  sampleFingerprint,
  sampleFire,
  sampleId,
  sampleNow,
  samplePlan,
} from './sample-batch.ts'
import type { OpenStore, StoreHarness } from './store-harness.ts'

const scope = [1, 2]
const hourMs = 3_600_000

/** The contract of `DigestStore`: what every engine must do with batches. Call it in a test file of the engine. */
export function describeDigestStore(name: string, open: OpenStore): void {
  describe(`DigestStore contract: ${name}`, () => {
    let store: StoreHarness
    beforeEach(async () => {
      store = await open({ now: sampleNow })
    })
    afterEach(() => store.close())

    it('begins at the start of both lanes and keeps the cursor of each', async () => {
      expect(await store.digest.cursor('main')).toEqual({ segment: 0, offset: 0 })
      await digestSamples(store, [sampleFingerprint(1)], { upTo: { segment: 3, offset: 77 } })
      expect(await store.digest.cursor('main')).toEqual({ segment: 3, offset: 77 })
      expect(await store.digest.cursor('bulk')).toEqual({ segment: 0, offset: 0 })
      expect(await store.digest.durableCursor('main')).toEqual({ segment: 3, offset: 77 })
    })

    it('folds events with one fingerprint into one issue and counts them at once', async () => {
      await digestSamples(store, [
        sampleFingerprint(1),
        sampleFingerprint(2),
        sampleFingerprint(3, { problem: 2 }),
      ])
      await digestSamples(store, [sampleFingerprint(4, { received: sampleNow + 5 })])
      const first = await store.reads.issueByNumber(scope, 1, 1)
      expect(first).toMatchObject({
        count: 3,
        shortId: 'DEFAULT-1',
        lastEventId: sampleId(4),
        lastSeen: sampleNow + 5,
      })
      expect(await store.reads.issueByNumber(scope, 1, 2)).toMatchObject({ count: 1 })
      expect(await store.reads.issueByNumber(scope, 1, 3)).toBeUndefined()
    })

    it('numbers the issues of each project from 1', async () => {
      await digestSamples(store, [
        sampleFingerprint(1),
        sampleFingerprint(2, { projectId: 2 }),
        sampleFingerprint(3, { problem: 2 }),
      ])
      const known = await store.digest.lookup([
        sampleFingerprint(9, { problem: 9 }),
        sampleFingerprint(9, { projectId: 2, problem: 9 }),
      ])
      expect(known.nextNumbers).toEqual(
        new Map([
          [1, 3],
          [2, 2],
        ]),
      )
      expect(known.nextIssueId).toBe(4)
    })

    it('knows which events are stored, of the same day and the day before, per project', async () => {
      await digestSamples(store, [
        sampleFingerprint(1),
        sampleFingerprint(2, { received: sampleNow - 20 * hourMs }),
      ])
      const again = [
        sampleFingerprint(1),
        sampleFingerprint(2),
        sampleFingerprint(3),
        sampleFingerprint(1, { projectId: 2 }),
      ]
      const { stored } = await store.digest.lookup(again)
      expect([...stored].sort()).toEqual([`1:${sampleId(1)}`, `1:${sampleId(2)}`])
    })

    it('counts a batch that is given again only once', async () => {
      const batch = [sampleFingerprint(1), sampleFingerprint(2)]
      await digestSamples(store, batch)
      const plan = await digestSamples(store, batch)
      expect(plan.events).toHaveLength(0)
      expect(await store.reads.issueByNumber(scope, 1, 1)).toMatchObject({ count: 2 })
    })

    it('refuses a plan that names a stored event, and nothing of it is written', async () => {
      const batch = [sampleFingerprint(1), sampleFingerprint(2)]
      const known = await store.digest.lookup(batch)
      await digestSamples(store, [sampleFingerprint(2)])
      const late = samplePlan(batch, { known, encodeBlock: store.encodeBlock })
      expect(await store.digest.apply({ ...late, newIssues: [], events: late.events })).toBe('stale')
      await digestSamples(store, batch)
      expect(await store.reads.issueByNumber(scope, 1, 1)).toMatchObject({ count: 2 })
      expect((await store.reads.eventsOfIssue(scope, { issueId: 1, limit: 10 })).rows).toHaveLength(2)
    })

    it('calls a plan stale when its new issue exists by now', async () => {
      const known = await store.digest.lookup([sampleFingerprint(1)])
      const plan = samplePlan([sampleFingerprint(1)], { known, encodeBlock: store.encodeBlock })
      await digestSamples(store, [sampleFingerprint(2)])
      expect(await store.digest.apply(plan)).toBe('stale')
    })

    it('calls a plan stale when its issue was resolved after the look-up', async () => {
      await digestSamples(store, [sampleFingerprint(1)])
      const known = await store.digest.lookup([sampleFingerprint(2)])
      const plan = samplePlan([sampleFingerprint(2)], { known, encodeBlock: store.encodeBlock })
      await store.commands.setIssueStatus({ scope, issueId: 1, status: 'resolved', now: sampleNow })
      expect(await store.digest.apply(plan)).toBe('stale')
      await digestSamples(store, [sampleFingerprint(2)])
      expect(await store.reads.issueById(scope, 1)).toMatchObject({
        status: 'unresolved',
        substatus: 'regressed',
        count: 2,
      })
    })

    it('calls a plan stale when its regression was undone by hand meanwhile', async () => {
      await digestSamples(store, [sampleFingerprint(1)])
      await store.commands.setIssueStatus({ scope, issueId: 1, status: 'resolved', now: sampleNow })
      const known = await store.digest.lookup([sampleFingerprint(2)])
      const plan = samplePlan([sampleFingerprint(2)], { known, encodeBlock: store.encodeBlock })
      await store.commands.setIssueStatus({ scope, issueId: 1, status: 'unresolved', now: sampleNow })
      expect(await store.digest.apply(plan)).toBe('stale')
    })

    it('writes mails in the transaction of their reason', async () => {
      const fire = sampleFire(['a@example.org'])
      await digestSamples(store, [sampleFingerprint(1)], { fires: [fire] })
      expect(await store.outbox.due(sampleNow, 10, { to: 'mail' })).toMatchObject([
        {
          message: { kind: 'alert', alert: { ...fire.alert, fires: 1 } },
          destination: { kind: 'mail', address: 'a@example.org' },
          state: 'pending',
          attempts: 0,
          createdAt: sampleNow,
        },
      ])
    })

    it('keeps outcomes, parked events, reports and attachments of a batch', async () => {
      const report = {
        projectId: 1,
        eventId: sampleId(1),
        received: sampleNow,
        name: 'Ada',
        email: 'a@example.org',
        comments: 'It broke.',
      }
      const note = {
        projectId: 1,
        eventId: sampleId(1),
        received: sampleNow,
        filename: 'log.txt',
        contentType: 'text/plain',
        attachmentType: '',
        bytes: 3,
      }
      await digestSamples(store, [sampleFingerprint(1)], {
        userReports: [report],
        attachments: [{ ...note, body: new Uint8Array([1, 2, 3]) }],
        outcomes: [{ projectId: 1, source: 'server', reason: 'accepted', category: 'error', quantity: 1 }],
        parked: [
          {
            projectId: 1,
            eventId: sampleId(8),
            received: sampleNow,
            error: 'RangeError: too deep',
            raw: new Uint8Array([9]),
          },
        ],
      })
      expect(await store.reads.userReportsOfIssue(scope, 1)).toEqual([report])
      expect(await store.reads.attachmentsOfEvent(scope, 1, sampleId(1))).toEqual([{ ...note, stored: true }])
      expect(await store.reads.outcomes(scope, sampleNow)).toMatchObject([
        { reason: 'accepted', quantity: 1 },
      ])
      expect(await store.reads.parked(scope)).toMatchObject([
        { eventId: sampleId(8), error: 'RangeError: too deep' },
      ])
    })

    it.each(['before', 'after'])('joins a report that came %s its event with the issue', async (order) => {
      const report = {
        projectId: 1,
        eventId: sampleId(1),
        received: sampleNow,
        name: '',
        email: '',
        comments: 'It broke.',
      }
      if (order === 'before') await digestSamples(store, [], { userReports: [report] })
      await digestSamples(store, [sampleFingerprint(1)])
      if (order === 'after') await digestSamples(store, [], { userReports: [report] })
      expect(await store.reads.userReportsOfIssue(scope, 1)).toEqual([report])
    })

    it('finds every payload of a batch that spans midnight', async () => {
      const midnight = sampleNow - 12 * hourMs
      const events = Array.from({ length: 6 }, (_, n) =>
        sampleFingerprint(n, { received: midnight - 3 + n, problem: n % 2 }),
      )
      await digestSamples(store, events)
      for (const { eventId, received } of events) {
        const detail = await store.reads.eventById(scope, 1, eventId)
        expect(detail).toMatchObject({
          row: { eventId, received },
          event: { id: eventId, received },
          stored: 3,
        })
      }
    })

    it('keeps order and counts when the clock goes back an hour and forth again', async () => {
      for (const [n, at] of [sampleNow, sampleNow - hourMs, sampleNow + hourMs, sampleNow].entries()) {
        await digestSamples(store, [sampleFingerprint(n + 1, { received: at })], {
          at,
          upTo: { segment: 1, offset: n + 1 },
        })
      }
      await store.digest.flushCounters()
      expect(await store.digest.cursor('main')).toEqual({ segment: 1, offset: 4 })
      expect(await store.reads.issueById(scope, 1)).toMatchObject({
        count: 4,
        firstSeen: sampleNow - hourMs,
        lastSeen: sampleNow + hourMs,
      })
      const trends = await store.reads.trends(scope, { issueIds: [1], now: sampleNow + hourMs, hours: 3 })
      expect(trends.get(1)).toEqual([1, 2, 1])
    })
  })
}
