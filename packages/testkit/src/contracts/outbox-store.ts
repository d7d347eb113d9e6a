import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestSamples, sampleFingerprint, sampleFire, sampleNow } from './sample-batch.ts'
import type { OpenStore, StoreHarness } from './store-harness.ts'

/** The contract of `OutboxStore`: what every engine must do with mails to be sent. */
export function describeOutboxStore(name: string, open: OpenStore): void {
  describe(`OutboxStore contract: ${name}`, () => {
    let store: StoreHarness
    beforeEach(async () => {
      store = await open({ now: sampleNow })
      const fires = [sampleFire(['a@example.org', 'b@example.org'])]
      await digestSamples(store, [sampleFingerprint(1)], { fires })
    })
    afterEach(() => store.close())

    const attempt = { outboxId: 1, at: sampleNow + 5, ok: false, detail: '451 try later', ms: 12 }

    it('gives what is due, oldest first, no more than asked', async () => {
      expect(await store.outbox.due(sampleNow - 1, 10)).toEqual([])
      expect((await store.outbox.due(sampleNow, 1)).map(({ destination }) => destination)).toEqual([
        { kind: 'mail', address: 'a@example.org' },
      ])
      expect(await store.outbox.due(sampleNow, 10)).toHaveLength(2)
      expect(await store.outbox.nextDue()).toBe(sampleNow)
    })

    it('gives a row that is being sent to nobody else, and back after a crash', async () => {
      await store.outbox.begin(1, sampleNow)
      expect((await store.outbox.due(sampleNow, 10)).map(({ id }) => id)).toEqual([2])
      expect(await store.outbox.recover(sampleNow + 1)).toBe(1)
      const rows = await store.outbox.due(sampleNow + 1, 10)
      expect(rows.find(({ id }) => id === 1)).toMatchObject({ state: 'pending', attempts: 1 })
    })

    it('tries again at the time given, and shows each attempt', async () => {
      await store.outbox.begin(1, sampleNow)
      await store.outbox.finish(1, attempt, { state: 'pending', nextAt: sampleNow + 60_000 })
      expect((await store.outbox.due(sampleNow + 59_999, 10)).map(({ id }) => id)).toEqual([2])
      await store.outbox.begin(1, sampleNow + 60_000)
      await store.outbox.finish(1, { ...attempt, ok: true, detail: '250 ok' }, { state: 'sent' })
      const views = await store.reads.deliveries([1], 10)
      const view = views.find(({ row }) => row.id === 1)
      expect(view?.row).toMatchObject({ state: 'sent', attempts: 2 })
      expect(view?.attempts.map(({ detail }) => detail)).toEqual(['451 try later', '250 ok'])
      expect(view).toMatchObject({ issueShortId: 'DEFAULT-1', issueTitle: 'TypeError: problem 1' })
    })

    it.each([
      [{ state: 'failed' } as const, 'failed', undefined],
      [{ state: 'held', reason: 'no mail server configured' } as const, 'held', 'no mail server configured'],
    ])('keeps %j for the page to show', async (outcome, state, reason) => {
      await store.outbox.finish(2, { ...attempt, outboxId: 2 }, outcome)
      const view = (await store.reads.deliveries([1], 10)).find(({ row }) => row.id === 2)
      expect(view?.row.state).toBe(state)
      expect(view?.reason).toBe(reason)
      expect((await store.outbox.due(sampleNow + 1e9, 10)).map(({ id }) => id)).toEqual([1])
    })

    it('cuts long answers of the other side', async () => {
      await store.outbox.finish(1, { ...attempt, detail: 'x'.repeat(10_000) }, { state: 'failed' })
      const view = (await store.reads.deliveries([1], 10)).find(({ row }) => row.id === 1)
      expect(view?.attempts[0]?.detail).toHaveLength(500)
    })

    it('has no next time when nothing waits', async () => {
      for (const id of [1, 2]) await store.outbox.finish(id, { ...attempt, outboxId: id }, { state: 'sent' })
      expect(await store.outbox.nextDue()).toBeUndefined()
    })
  })
}
