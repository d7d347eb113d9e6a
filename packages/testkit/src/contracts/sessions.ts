import type { SessionReport } from '@culprit/tracker'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestSamples, sampleId, sampleNow, samplePlan } from './sample-batch.ts'
import type { OpenStore, StoreHarness } from './store-harness.ts'

const scope = [1, 2]
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const longAgo = { projectId: 1, after: 0 }

/** Returns an update of session `n` that began now. */
function session(n: number, more: Partial<Extract<SessionReport, { kind: 'update' }>> = {}): SessionReport {
  const origin = { projectId: 1, startedAt: sampleNow, environment: 'production', release: 'shop@1' }
  return { kind: 'update', ...origin, sid: sampleId(n), isLater: false, state: 0, ...more }
}

/** Returns sessions that an SDK added up. */
function aggregate(
  started: number,
  more: Partial<Extract<SessionReport, { kind: 'aggregate' }>> = {},
): SessionReport {
  const origin = { projectId: 1, startedAt: sampleNow, environment: 'production', release: 'shop@1' }
  return { kind: 'aggregate', ...origin, started, errored: 0, crashed: 0, ...more }
}

/** The contract for sessions of applications. Call it in a test file of the engine. */
export function describeSessions(name: string, open: OpenStore): void {
  describe(`sessions contract: ${name}`, () => {
    let store: StoreHarness
    let offset = 0
    beforeEach(async () => {
      store = await open({ now: sampleNow })
    })
    afterEach(() => store.close())

    async function digest(...sessions: readonly SessionReport[]): Promise<void> {
      offset += 1
      await digestSamples(store, [], { upTo: { segment: 1, offset } }, sessions)
    }

    it('SES-4 counts sessions by minute and environment, and by release', async () => {
      await digest(
        session(1),
        session(2, { environment: 'staging' }),
        aggregate(10, { crashed: 1, errored: 2 }),
      )
      await digest(
        aggregate(5, { startedAt: sampleNow - minuteMs, environment: undefined, release: 'shop@2' }),
      )
      await digest(aggregate(3, { projectId: 2 }))
      expect(await store.windows.sessionMinutes(longAgo)).toEqual([
        { minute: sampleNow - minuteMs, started: 5 },
        { minute: sampleNow, started: 12 },
      ])
      expect(await store.windows.sessionMinutes({ ...longAgo, after: sampleNow - minuteMs })).toEqual([
        { minute: sampleNow, started: 12 },
      ])
      expect(await store.windows.sessionMinutes({ ...longAgo, environment: 'production' })).toEqual([
        { minute: sampleNow, started: 11 },
      ])
      expect(await store.reads.sessionMinutes([2], longAgo)).toEqual([])
      const ofReleases = await store.reads.sessionsOfReleases([1], sampleNow - dayMs)
      expect(ofReleases).toEqual([
        { projectId: 1, release: 'shop@1', started: 12, errored: 2, crashed: 1 },
        { projectId: 1, release: 'shop@2', started: 5, errored: 0, crashed: 0 },
      ])
    })

    it('SES-3 knows sessions that it has seen, and how they stood', async () => {
      await digest(session(1), session(2))
      await digest(session(1, { isLater: true, state: 2 }), session(2), session(1, { projectId: 2 }))
      await digest(session(1, { isLater: true, state: 2 }), session(9, { isLater: true, state: 2 }))
      const releases = await store.reads.sessionsOfReleases(scope, 0)
      expect(releases).toMatchObject([
        { projectId: 1, started: 2, errored: 1, crashed: 1 },
        { projectId: 2, started: 1, errored: 0, crashed: 0 },
      ])
    })

    it('SES-5 writes them with the cursor, or not at all', async () => {
      const reports = [session(1), aggregate(4)]
      const known = await store.digest.lookup([], reports)
      const facts = { known, encodeBlock: store.encodeBlock, sessions: reports }
      const broken = samplePlan([], { ...facts, parts: { upTo: { segment: Number.NaN, offset: 0 } } })
      await expect(store.digest.apply(broken)).rejects.toThrow(/NOT NULL/)
      expect(await store.windows.sessionMinutes(longAgo)).toEqual([])
      await digest(...reports)
      expect(await store.windows.sessionMinutes(longAgo)).toEqual([{ minute: sampleNow, started: 5 }])
    })

    it('SES-6 tells a bounded number of environments and releases apart, and counts the others without', async () => {
      const many = Array.from({ length: 300 }, (_, n) =>
        aggregate(1, { environment: `e${n}`, release: `r${n}` }),
      )
      await digest(...many)
      await digest(...many)
      expect(await store.windows.sessionMinutes(longAgo)).toEqual([{ minute: sampleNow, started: 600 }])
      const inOne = async (environment: string): Promise<unknown> =>
        store.windows.sessionMinutes({ ...longAgo, environment })
      expect(await inOne('e3')).toEqual([{ minute: sampleNow, started: 2 }])
      expect(await inOne('e99')).toEqual([])
      const releases = await store.reads.sessionsOfReleases(scope, 0)
      expect(releases.reduce((sum, { started }) => sum + started, 0)).toBe(600)
      expect(releases.find(({ release }) => release === undefined)?.started).toBe(200)
    })

    it('SES-6 keeps minutes for eight days, hours for ninety, and ids for one', async () => {
      await digest(session(1))
      const retain = (days: number): Promise<unknown> =>
        store.commands.applyRetention({ now: sampleNow + days * dayMs, retentionDays: 1 })
      const left = async (): Promise<readonly [number, number]> => [
        (await store.windows.sessionMinutes(longAgo)).length,
        (await store.reads.sessionsOfReleases(scope, 0)).length,
      ]
      await retain(2)
      expect((await store.digest.lookup([], [session(1)])).sessions.size).toBe(0)
      await retain(7)
      expect(await left()).toEqual([1, 1])
      await retain(9)
      expect(await left()).toEqual([0, 1])
      await retain(91)
      expect(await left()).toEqual([0, 0])
    })
  })
}
