import { defaultRule, type AlertFire } from '@culprit/tracker'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestSamples, sampleFingerprint, sampleFire, sampleNow } from './sample-batch.ts'
import type { OpenStore, StoreHarness } from './store-harness.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const scope = [1]

/** The contract of `AlertStore`, `AlertCommands` and `WindowStore`: what every engine must do for alerts. */
export function describeAlerts(name: string, open: OpenStore): void {
  describe(`Alerts contract: ${name}`, () => {
    let store: StoreHarness
    beforeEach(async () => {
      store = await open({ now: sampleNow })
    })
    afterEach(() => store.close())
    describeRules(() => store)
    describeFires(() => store)
    describeWindows(() => store)
  })
}

function describeRules(get: () => StoreHarness): void {
  it('ALR-34 begins with the default rule in each project but the internal one', async () => {
    expect(await get().commands.alertRules()).toMatchObject([{ ...defaultRule, projectId: 1 }])
  })

  it('keeps rules as they are written, and shows them to nobody else', async () => {
    const { commands, reads } = get()
    const draft = { ...defaultRule, name: 'Mine', environment: 'staging', sent: { actions: [{ id: 'x' }] } }
    const made = await commands.createAlertRule({ scope, projectId: 1, draft, now: sampleNow })
    if (typeof made === 'string') return expect.fail(made)
    expect(await reads.alertRule(scope, made.id)).toEqual(made)
    expect(made).toMatchObject({ ...draft, createdAt: sampleNow })
    expect(await commands.createAlertRule({ scope, projectId: 9, draft, now: 1 })).toBe('not-found')
    for (const other of [[2], []]) {
      expect(await reads.alertRules(other)).toEqual([])
      expect(await reads.alertRule(other, made.id)).toBeUndefined()
      const change = { scope: other, ruleId: made.id }
      expect(await commands.updateAlertRule({ ...change, draft, now: 1 })).toBe('not-found')
      expect(await commands.deleteAlertRule(change)).toBe('not-found')
    }
    const changed = { ...draft, name: 'Yours', enabled: false }
    const later = sampleNow + 5
    expect(await commands.updateAlertRule({ scope, ruleId: made.id, draft: changed, now: later })).toEqual({
      ...made,
      ...changed,
      updatedAt: later,
    })
    expect(await commands.deleteAlertRule({ scope, ruleId: made.id })).toBe('done')
    expect(await reads.alertRule(scope, made.id)).toBeUndefined()
  })
}

function describeFires(get: () => StoreHarness): void {
  const at = (time: number, more: Partial<AlertFire> = {}): AlertFire => {
    const { alert } = sampleFire([])
    return sampleFire(['a@example.org'], { alert: { ...alert, at: time }, ...more })
  }

  it('ALR-5 lets a rule fire for an issue once in its time', async () => {
    const { alerts, reads } = get()
    const fire = at(sampleNow, { frequencyMs: 5 * minuteMs })
    expect(await alerts.fire([fire, fire])).toMatchObject({ fired: 1, suppressed: 1, messages: 1 })
    const other = { ...fire, alert: { ...fire.alert, issueId: 2 } }
    expect(await alerts.fire([other])).toMatchObject({ fired: 1 })
    const early = at(sampleNow + 5 * minuteMs - 1, { frequencyMs: 5 * minuteMs })
    expect(await alerts.fire([early])).toMatchObject({ fired: 0, suppressed: 1 })
    const late = at(sampleNow + 5 * minuteMs, { frequencyMs: 5 * minuteMs })
    expect(await alerts.fire([late])).toMatchObject({ fired: 1 })
    expect(await reads.alertsOfIssue(scope, 1, 10)).toMatchObject([{ fires: 2 }, { fires: 1 }])
    const putBack = at(sampleNow - hourMs, { frequencyMs: 5 * minuteMs })
    expect(await alerts.fire([putBack, putBack])).toMatchObject({ fired: 1, suppressed: 1 })
    expect(alerts.takeTally()).toMatchObject({ fired: 4, suppressed: 3 })
    expect(alerts.takeTally()).toMatchObject({ fired: 0, suppressed: 0 })
  })

  it('ALR-24 reminds only of what has fired, after so many events', async () => {
    const { alerts } = get()
    const remind = (count: number): Promise<{ readonly fired: number }> =>
      alerts.fire([at(sampleNow, { realertEvery: 10, count })])
    expect((await remind(50)).fired).toBe(0)
    await alerts.fire([at(sampleNow, { count: 1 })])
    expect((await remind(10)).fired).toBe(0)
    expect((await remind(11)).fired).toBe(1)
    expect((await remind(20)).fired).toBe(0)
  })

  it('ALR-15 does not fire again in the same silence', async () => {
    const { alerts } = get()
    const silence = (time: number, notSince: number): Promise<{ readonly fired: number }> =>
      alerts.fire([at(time, { notSince, count: 0 })])
    expect((await silence(sampleNow, sampleNow - hourMs)).fired).toBe(1)
    expect((await silence(sampleNow + hourMs, sampleNow - hourMs)).fired).toBe(0)
    expect((await silence(sampleNow + 2 * hourMs, sampleNow + 1)).fired).toBe(1)
  })

  it('ALR-29 folds what passes the budget of a destination, and of no other', async () => {
    const { alerts, outbox, reads } = get()
    const flood = Array.from({ length: 100 }, (_, issueId) => {
      const { alert } = sampleFire([])
      return sampleFire(['a@example.org'], { alert: { ...alert, issueId: issueId + 1 } })
    })
    expect(await alerts.fire(flood)).toMatchObject({ fired: 100, messages: 60, folded: { flood: 40 } })
    expect(await alerts.fire([sampleFire(['b@example.org'])])).toMatchObject({ messages: 1 })
    const due = await outbox.due(sampleNow + hourMs, 1000, { to: 'mail' })
    const digest = due.find(({ message }) => message.kind === 'digest')
    expect(due).toHaveLength(62)
    expect(await reads.alertsOfDigest(scope, digest?.id ?? 0)).toMatchObject({
      total: 40,
      reasons: ['flood'],
    })
    expect(await reads.alertsOfDigest([2], digest?.id ?? 0)).toEqual({ total: 0, lines: [], reasons: [] })
  })
}

function describeWindows(get: () => StoreHarness): void {
  it('ALR-33 counts stored events of a span, by issue and environment, over days', async () => {
    const { windows } = get()
    const times = [sampleNow - 2 * dayMs, sampleNow - dayMs, sampleNow - minuteMs, sampleNow]
    for (const [index, received] of times.entries())
      await digestSamples(get(), [
        sampleFingerprint(10 + index, {
          received,
          environment: index === 3 ? 'staging' : 'production',
          userKey: `id:${index % 2}`,
        }),
      ])
    const span = { issueId: 1, after: sampleNow - 3 * dayMs, until: sampleNow }
    const count = async (more: Partial<typeof span & { readonly environment: string }>): Promise<number> => {
      const entries = await windows.eventTimes({ ...span, ...more, stepMs: 1 })
      return entries.reduce((sum, entry) => sum + entry.count, 0)
    }
    expect(await count({})).toBe(4)
    expect(await count({ after: sampleNow - dayMs })).toBe(2)
    expect(await count({ until: sampleNow - 1 })).toBe(3)
    expect(await count({ environment: 'production' })).toBe(3)
    expect(await count({ issueId: 2 })).toBe(0)
    expect(await windows.userTimes(span)).toEqual([
      { user: 'id:0', at: sampleNow - minuteMs },
      { user: 'id:1', at: sampleNow },
    ])
  })

  it('ALR-6 ALR-15 ALR-19 knows environments, the last event and the order of releases', async () => {
    const { windows, digest } = get()
    expect(await windows.lastEventAt(1, undefined)).toBeUndefined()
    await digestSamples(get(), [sampleFingerprint(1, { environment: 'production', release: 'b' })])
    const later = { received: sampleNow + 5, environment: 'staging', release: 'a' }
    await digestSamples(get(), [sampleFingerprint(2, later)])
    const seen = (environment: string): Promise<boolean> => windows.seenInEnvironment(1, environment)
    // Before counters are written, and after.
    for (let round = 0; round < 2; round += 1) {
      expect(await Promise.all(['production', 'staging', 'dev'].map(seen))).toEqual([true, true, false])
      await digest.flushCounters()
    }
    expect(await windows.lastEventAt(1, undefined)).toBe(sampleNow + 5)
    expect(await windows.lastEventAt(1, 'production')).toBe(sampleNow)
    expect(await windows.releases(1)).toEqual(['b', 'a'])
    expect([await windows.releases(2), await windows.lastEventAt(2, undefined)]).toEqual([[], undefined])
  })
}
