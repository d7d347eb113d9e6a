import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestSamples, sampleFingerprint, sampleNow } from './sample-batch.ts'
import type { OpenStore, StoreHarness } from './store-harness.ts'

const scope = [1, 2]
const dayMs = 86_400_000

/** The contract of `Commands`: what every engine must do for pages, API and jobs. */
export function describeCommands(name: string, open: OpenStore): void {
  describe(`Commands contract: ${name}`, () => {
    let store: StoreHarness
    beforeEach(async () => {
      store = await open({ now: sampleNow })
    })
    afterEach(() => store.close())

    describeStatus(() => store)
    describeAccess(() => store)
    describeUpkeep(() => store)
  })
}

function describeStatus(get: () => StoreHarness): void {
  it('resolves, ignores and reopens; reopened by hand is ongoing', async () => {
    const store = get()
    await digestSamples(store, [sampleFingerprint(1)])
    const set = (status: 'resolved' | 'ignored' | 'unresolved', now: number): Promise<string> =>
      store.commands.setIssueStatus({ scope, issueId: 1, status, now })
    expect(await set('resolved', 1000)).toBe('done')
    expect(await store.reads.issueById(scope, 1)).toMatchObject({ status: 'resolved', statusChangedAt: 1000 })
    expect(await set('ignored', 2000)).toBe('done')
    expect(await set('unresolved', 3000)).toBe('done')
    expect(await store.reads.issueById(scope, 1)).toMatchObject({
      status: 'unresolved',
      substatus: 'ongoing',
      statusChangedAt: 3000,
    })
    expect(await set('unresolved', 4000)).toBe('done')
    expect(await store.reads.issueById(scope, 1)).toMatchObject({ statusChangedAt: 3000 })
  })

  it('does not touch an issue outside the scope', async () => {
    const store = get()
    await digestSamples(store, [sampleFingerprint(1)])
    expect(await store.commands.setIssueStatus({ scope: [2], issueId: 1, status: 'resolved', now: 1 })).toBe(
      'not-found',
    )
    expect(await store.commands.setIssueStatus({ scope: [], issueId: 1, status: 'resolved', now: 1 })).toBe(
      'not-found',
    )
    expect(await store.commands.setIssueStatus({ scope, issueId: 99, status: 'resolved', now: 1 })).toBe(
      'not-found',
    )
    expect(await store.reads.issueById(scope, 1)).toMatchObject({ status: 'unresolved' })
  })
}

function describeAccess(get: () => StoreHarness): void {
  const session = (
    tokenHash: string,
  ): { tokenHash: string; createdAt: number; expiresAt: number; userAgent: string } => ({
    tokenHash,
    createdAt: sampleNow,
    expiresAt: sampleNow + dayMs,
    userAgent: 'Firefox',
  })

  it('takes a sign-in code once, makes a session of it and closes the other codes', async () => {
    const { commands, reads } = get()
    await commands.addSignInCode({ codeHash: 'c1', expiresAt: sampleNow + 1000 })
    await commands.addSignInCode({ codeHash: 'c2', expiresAt: sampleNow + 1000 })
    expect(await reads.ownerExists()).toBe(false)
    const redeem = (codeHash: string, token: string): ReturnType<typeof commands.redeemSignInCode> =>
      commands.redeemSignInCode({ codeHash, session: session(token), now: sampleNow })
    expect(await redeem('wrong', 's0')).toBeUndefined()
    expect(await redeem('c1', 's1')).toEqual({ userId: 1 })
    expect(await redeem('c1', 's2')).toBeUndefined()
    expect(await redeem('c2', 's3')).toBeUndefined()
    expect(await reads.ownerExists()).toBe(true)
    expect(await reads.session('s1', sampleNow)).toEqual({ userId: 1, expiresAt: sampleNow + dayMs })
    expect(await reads.session('s2', sampleNow)).toBeUndefined()
  })

  it('refuses a code that is too old', async () => {
    const { commands } = get()
    await commands.addSignInCode({ codeHash: 'c1', expiresAt: sampleNow })
    expect(
      await commands.redeemSignInCode({ codeHash: 'c1', session: session('s1'), now: sampleNow }),
    ).toBeUndefined()
  })

  it('ends sessions by hand and by time', async () => {
    const { commands, reads } = get()
    await commands.createSession(1, session('s1'))
    await commands.createSession(1, session('s2'))
    await commands.endSession('s1')
    expect(await reads.session('s1', sampleNow)).toBeUndefined()
    expect(await reads.session('s2', sampleNow + dayMs)).toBeUndefined()
    expect(await reads.session('s2', sampleNow)).toBeDefined()
  })

  it('keeps at most fifty sessions of a person', async () => {
    const { commands, reads } = get()
    for (let n = 0; n < 55; n++)
      await commands.createSession(1, { ...session(`s${n}`), createdAt: sampleNow + n })
    expect(await reads.session('s0', sampleNow)).toBeUndefined()
    expect(await reads.session('s54', sampleNow)).toBeDefined()
  })

  it('sets address and password apart; a password claims the account', async () => {
    const { commands, reads } = get()
    await commands.setCredentials({ userId: 1, email: 'Ada@example.org', now: sampleNow })
    expect(await reads.ownerExists()).toBe(false)
    expect(await reads.userByEmail('ada@EXAMPLE.org')).toEqual({
      id: 1,
      email: 'Ada@example.org',
      passwordHash: undefined,
    })
    await commands.setCredentials({ userId: 1, passwordHash: 'scrypt$1', now: sampleNow })
    expect(await reads.user(1)).toEqual({ id: 1, email: 'Ada@example.org', passwordHash: 'scrypt$1' })
    expect(await reads.ownerExists()).toBe(true)
    expect((await commands.directory()).members).toEqual([{ userId: 1, email: 'Ada@example.org' }])
  })
}

function describeUpkeep(get: () => StoreHarness): void {
  it('knows projects and keys', async () => {
    const { commands, reads } = get()
    const directory = await commands.directory()
    expect(directory.projects).toMatchObject([
      { id: 1, slug: 'default', internal: false },
      { id: 2, slug: 'internal', internal: true },
    ])
    expect(directory.keys.map(({ projectId, enabled }) => [projectId, enabled])).toEqual([
      [1, true],
      [2, true],
    ])
    expect(await reads.keys([1])).toEqual(directory.keys.slice(0, 1))
  })

  it('adds up outcomes by reason, source and category', async () => {
    const { commands, reads } = get()
    const count = {
      projectId: 1,
      source: 'server',
      reason: 'ratelimit_backoff',
      category: 'error',
      quantity: 2,
    } as const
    await commands.addOutcomes([count, { ...count, source: 'sdk' }], sampleNow)
    await commands.addOutcomes([count], sampleNow + 3_600_000)
    const outcomes = await reads.outcomes([1], sampleNow)
    expect(outcomes).toEqual([
      { ...count, quantity: 4 },
      { ...count, source: 'sdk' },
    ])
    expect(await reads.outcomes([1], sampleNow + 3_600_000)).toEqual([count])
  })

  it('forgets events by whole days and keeps the issue with its numbers', async () => {
    const store = get()
    const old = sampleNow - 10 * dayMs
    await digestSamples(store, [
      sampleFingerprint(1, { received: old }),
      sampleFingerprint(2, { problem: 2 }),
    ])
    await store.digest.flushCounters()
    const { daysRemoved } = await store.commands.applyRetention({ now: sampleNow, retentionDays: 9 })
    expect(daysRemoved).toEqual(['2026-01-05'])
    expect(await store.reads.issueById(scope, 1)).toMatchObject({ count: 1, userCount: 1 })
    expect(await store.reads.eventOfIssue(scope, 1, 'latest')).toBeUndefined()
    expect((await store.reads.eventsOfIssue(scope, { issueId: 1, limit: 10 })).rows).toEqual([])
    expect(await store.reads.eventOfIssue(scope, 2, 'latest')).toBeDefined()
    expect((await store.commands.applyRetention({ now: sampleNow, retentionDays: 9 })).daysRemoved).toEqual(
      [],
    )
  })

  it('does not forget what is not old when the clock jumps an hour', async () => {
    const store = get()
    await digestSamples(store, [sampleFingerprint(1)])
    for (const now of [sampleNow - 3_600_000, sampleNow + 3_600_000]) {
      expect((await store.commands.applyRetention({ now, retentionDays: 1 })).daysRemoved).toEqual([])
    }
    expect(await store.reads.eventOfIssue(scope, 1, 'latest')).toBeDefined()
  })

  it('forgets parked events after a week', async () => {
    const store = get()
    const parked = [{ projectId: 1, received: sampleNow, error: 'RangeError', raw: new Uint8Array([1]) }]
    await digestSamples(store, [], { parked })
    await store.commands.applyRetention({ now: sampleNow + 6 * dayMs, retentionDays: 90 })
    expect(await store.reads.parked(scope)).toHaveLength(1)
    await store.commands.applyRetention({ now: sampleNow + 8 * dayMs, retentionDays: 90 })
    expect(await store.reads.parked(scope)).toHaveLength(0)
  })
}
