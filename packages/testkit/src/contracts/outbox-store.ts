import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestSamples, sampleFingerprint, sampleFire, sampleNow } from './sample-batch.ts'
import type { OpenStore, StoreHarness } from './store-harness.ts'

const mail = { to: 'mail' } as const
const channels = { to: 'channels' } as const

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
      expect(await store.outbox.due(sampleNow - 1, 10, mail)).toEqual([])
      expect((await store.outbox.due(sampleNow, 1, mail)).map(({ destination }) => destination)).toEqual([
        { kind: 'mail', address: 'a@example.org' },
      ])
      expect(await store.outbox.due(sampleNow, 10, mail)).toHaveLength(2)
      expect(await store.outbox.nextDue(mail)).toBe(sampleNow)
    })

    it('gives a row that is being sent to nobody else, and back after a crash', async () => {
      await store.outbox.begin(1, sampleNow)
      expect((await store.outbox.due(sampleNow, 10, mail)).map(({ id }) => id)).toEqual([2])
      expect(await store.outbox.recover(sampleNow + 1, mail)).toBe(1)
      const rows = await store.outbox.due(sampleNow + 1, 10, mail)
      expect(rows.find(({ id }) => id === 1)).toMatchObject({ state: 'pending', attempts: 1 })
    })

    it('CHN-28 counts the messages of alerts by state, within the scope', async () => {
      await store.outbox.finish(2, { ...attempt, outboxId: 2 }, { state: 'failed' })
      expect(await store.reads.messagesOfAlerts([1], [1, 9])).toEqual(
        new Map([[1, { pending: 1, failed: 1 }]]),
      )
      expect(await store.reads.messagesOfAlerts([2], [1])).toEqual(new Map())
      expect(await store.reads.messagesOfAlerts([1], [])).toEqual(new Map())
    })

    it('CHN-20 keeps mails and channels in lanes of their own, and leaves busy destinations out', async () => {
      const destinations = [7, 8].map((destinationId) => ({ kind: 'channel', destinationId }) as const)
      const { alert } = sampleFire([])
      const fire = sampleFire([], { alert: { ...alert, ruleId: 2 }, destinations })
      await digestSamples(store, [sampleFingerprint(1, { eventId: '9'.repeat(32) })], { fires: [fire] })
      const ids = async (lane: Parameters<typeof store.outbox.nextDue>[0]): Promise<readonly number[]> =>
        (await store.outbox.due(sampleNow, 10, lane)).map(({ id }) => id)
      expect(await ids(mail)).toEqual([1, 2])
      expect(await ids(channels)).toEqual([3, 4])
      expect(await ids({ ...channels, except: [7] })).toEqual([4])
      expect(await store.outbox.nextDue({ ...channels, except: [7, 8] })).toBeUndefined()
      await store.outbox.begin(3, sampleNow)
      expect(await store.outbox.recover(sampleNow, mail)).toBe(0)
      expect(await store.outbox.recover(sampleNow, channels)).toBe(1)
    })

    it('postpones a row without counting an attempt', async () => {
      await store.outbox.postpone(1, sampleNow + 1000)
      expect((await store.outbox.due(sampleNow, 10, mail)).map(({ id }) => id)).toEqual([2])
      const [first] = await store.outbox.due(sampleNow + 1000, 1, mail)
      expect(first).toMatchObject({ id: 2 })
      expect(await store.outbox.due(sampleNow + 1000, 10, mail)).toContainEqual(
        expect.objectContaining({ id: 1, attempts: 0, state: 'pending' }),
      )
    })

    it('tries again at the time given, and shows each attempt', async () => {
      await store.outbox.begin(1, sampleNow)
      await store.outbox.finish(1, attempt, { state: 'pending', nextAt: sampleNow + 60_000 })
      expect((await store.outbox.due(sampleNow + 59_999, 10, mail)).map(({ id }) => id)).toEqual([2])
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
      expect((await store.outbox.due(sampleNow + 1e9, 10, mail)).map(({ id }) => id)).toEqual([1])
    })

    it('cuts long answers of the other side', async () => {
      await store.outbox.finish(1, { ...attempt, detail: 'x'.repeat(10_000) }, { state: 'failed' })
      const view = (await store.reads.deliveries([1], 10)).find(({ row }) => row.id === 1)
      expect(view?.attempts[0]?.detail).toHaveLength(500)
    })

    it('has no next time when nothing waits', async () => {
      for (const id of [1, 2]) await store.outbox.finish(id, { ...attempt, outboxId: id }, { state: 'sent' })
      expect(await store.outbox.nextDue(mail)).toBeUndefined()
    })
  })
}
