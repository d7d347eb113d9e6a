import type { DestinationAttempt } from '@culprit/tracker'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { digestSamples, sampleFingerprint, sampleNow } from './sample-batch.ts'
import type { OpenStore, StoreHarness } from './store-harness.ts'

const scope = [1, 2]
const settings = { url: 'https://hooks.example/secret' }

/** The contract of `DestinationStore`, `DestinationCommands` and `DestinationReads`: where alerts go besides mail. */
export function describeDestinations(name: string, open: OpenStore): void {
  describe(`Destinations contract: ${name}`, () => {
    let store: StoreHarness
    beforeEach(async () => {
      store = await open({ now: sampleNow })
    })
    afterEach(() => store.close())

    describeChanges(() => store)
    describeAttempts(() => store)
    describeIncidents(() => store)
  })
}

async function add(store: StoreHarness, projectId = 1, name = 'ops'): Promise<number> {
  const added = await store.commands.addDestination({ projectId, kind: 'slack', name, settings, now: 5 })
  return added === 'full' ? expect.fail('the project is full') : added.id
}

function attemptOf(destinationId: number, more: Partial<DestinationAttempt> = {}): DestinationAttempt {
  return {
    destinationId,
    at: sampleNow,
    kind: 'fired',
    outcome: 'retry',
    status: 500,
    ms: 12,
    problem: 'The server answered 500',
    request: { url: 'https://hooks.example/[Filtered]', headers: { a: 'b' }, body: '{}' },
    answer: 'oops',
    number: 1,
    issueId: 1,
    ruleName: 'All',
    ...more,
  }
}

function describeChanges(get: () => StoreHarness): void {
  it('adds a destination, and gives its settings back', async () => {
    const store = get()
    const id = await add(store)
    const expected = {
      id,
      projectId: 1,
      kind: 'slack',
      name: 'ops',
      settings,
      createdAt: 5,
      health: { failures: 0, lost: 0 },
    }
    expect(await store.reads.destination(scope, id)).toMatchObject(expected)
    expect(await store.destinations.destination(id)).toMatchObject(expected)
  })

  it('lists by name, and only what is in scope', async () => {
    const store = get()
    const [b, a, other] = [await add(store, 1, 'b'), await add(store, 1, 'a'), await add(store, 2, 'c')]
    expect((await store.reads.destinations(scope)).map(({ id }) => id)).toEqual([a, b, other])
    expect((await store.reads.destinations([1])).map(({ id }) => id)).toEqual([a, b])
    expect(await store.reads.destinations([])).toEqual([])
    expect(await store.reads.destination([1], other)).toBeUndefined()
  })

  it('takes a hundred in a project and no more', async () => {
    const store = get()
    for (let i = 0; i < 100; i += 1) await add(store, 1, `d${i}`)
    const more = { projectId: 1, kind: 'ntfy', name: 'x', settings, now: 5 } as const
    expect(await store.commands.addDestination(more)).toBe('full')
    expect(await store.commands.addDestination({ ...more, projectId: 2 })).toMatchObject({ id: 101 })
  })

  it('changes name and settings; new settings have a clean health', async () => {
    const store = get()
    const id = await add(store)
    await store.destinations.recordAttempt(attemptOf(id))
    const change = (more: object): Promise<string> =>
      store.commands.changeDestination({ scope, id, now: 9, ...more })
    expect(await change({ name: 'dev' })).toBe('done')
    expect(await store.reads.destination(scope, id)).toMatchObject({ name: 'dev', health: { failures: 1 } })
    expect(await change({ settings: { url: 'https://new.example/' } })).toBe('done')
    expect(await store.reads.destination(scope, id)).toMatchObject({
      settings: { url: 'https://new.example/' },
      health: { failures: 0 },
    })
  })

  it('switches off and on', async () => {
    const store = get()
    const id = await add(store)
    await store.commands.changeDestination({ scope, id, enabled: false, now: 9 })
    expect((await store.reads.destination(scope, id))?.health.disabledAt).toBe(9)
    await store.commands.changeDestination({ scope, id, enabled: true, now: 10 })
    expect((await store.reads.destination(scope, id))?.health.disabledAt).toBeUndefined()
  })

  it('removes one with its log, never gives its id away again, and touches nothing outside the scope', async () => {
    const store = get()
    const id = await add(store)
    await store.destinations.recordAttempt(attemptOf(id))
    expect(await store.commands.removeDestination({ scope: [2], id })).toBe('not-found')
    expect(await store.commands.changeDestination({ scope: [2], id, name: 'x', now: 1 })).toBe('not-found')
    expect(
      await store.commands.recordDestinationAttempt({ scope: [2], channel: 'slack', attempt: attemptOf(id) }),
    ).toBe('not-found')
    expect(await store.commands.removeDestination({ scope, id })).toBe('done')
    expect(await store.reads.destination(scope, id)).toBeUndefined()
    expect(await store.reads.destinationAttempts(scope, id)).toEqual([])
    expect(await add(store)).toBe(id + 1)
  })
}

function describeAttempts(get: () => StoreHarness): void {
  it('keeps attempts as they were, newest first, with the issue they were about', async () => {
    const store = get()
    await digestSamples(store, [sampleFingerprint(1)])
    const id = await add(store)
    const attempt = attemptOf(id)
    await store.destinations.recordAttempt(attempt)
    const ok = attemptOf(id, {
      kind: 'test',
      outcome: 'delivered',
      status: 200,
      problem: undefined,
      issueId: undefined,
    })
    expect(await store.commands.recordDestinationAttempt({ scope, channel: 'slack', attempt: ok })).toBe(
      'done',
    )
    const [second, first] = await store.reads.destinationAttempts(scope, id)
    expect(first).toMatchObject({ ...attempt, issueShortId: 'DEFAULT-1', retryable: false })
    expect(second).toMatchObject({ kind: 'test', outcome: 'delivered', status: 200, request: ok.request })
    expect(second?.issueShortId).toBeUndefined()
    expect(await store.reads.destinationAttempts([2], id)).toEqual([])
  })

  it('moves the health with each attempt', async () => {
    const store = get()
    const id = await add(store)
    await store.destinations.recordAttempt(attemptOf(id, { pausedUntil: sampleNow + 5 }))
    expect((await store.destinations.destination(id))?.health).toMatchObject({
      failures: 1,
      lastFailedAt: sampleNow,
      lastProblem: 'The server answered 500',
      pausedUntil: sampleNow + 5,
    })
    await store.destinations.recordAttempt(attemptOf(id, { outcome: 'delivered', problem: undefined }))
    const health = (await store.destinations.destination(id))?.health
    expect(health).toMatchObject({ failures: 0, lastOkAt: sampleNow, lastFailedAt: sampleNow })
    expect(health?.pausedUntil).toBeUndefined()
  })

  it('CHN-12 keeps the last hundred attempts', async () => {
    const store = get()
    const [id, other] = [await add(store), await add(store, 1, 'other')]
    await store.destinations.recordAttempt(attemptOf(other))
    for (let number = 1; number <= 103; number += 1) {
      await store.destinations.recordAttempt(attemptOf(id, { number }))
    }
    const kept = await store.reads.destinationAttempts(scope, id)
    expect(kept).toHaveLength(100)
    expect([kept[0]?.number, kept.at(-1)?.number]).toEqual([103, 4])
    expect(await store.reads.destinationAttempts(scope, other)).toHaveLength(1)
  })

  it('forgets attempts of a destination that was removed meanwhile', async () => {
    const store = get()
    const id = await add(store)
    await store.commands.removeDestination({ scope, id })
    await store.destinations.recordAttempt(attemptOf(id))
    expect(await store.reads.destinationAttempts(scope, id)).toEqual([])
  })
}

function describeIncidents(get: () => StoreHarness): void {
  const resolve = (store: StoreHarness): Promise<string> =>
    store.commands.setIssueStatus({ scope, issueId: 1, status: 'resolved', now: sampleNow })
  const due = (store: StoreHarness) => store.outbox.due(sampleNow, 10, { to: 'channels' })
  const addPager = async (store: StoreHarness): Promise<number> => {
    const input = { projectId: 1, kind: 'pagerduty', name: 'pager', settings: { key: 'k' }, now: 5 } as const
    const added = await store.commands.addDestination(input)
    return added === 'full' ? expect.fail('full') : added.id
  }

  it('CHN-21 tells a destination that keeps incidents, once, when the issue is resolved', async () => {
    const store = get()
    await digestSamples(store, [sampleFingerprint(1)])
    const id = await addPager(store)
    await store.destinations.recordAttempt(attemptOf(id, { outcome: 'delivered' }))
    await store.destinations.recordAttempt(attemptOf(id, { outcome: 'delivered' }))
    await resolve(store)
    expect(await due(store)).toMatchObject([
      {
        message: { kind: 'resolved', projectId: 1, issueId: 1 },
        destination: { kind: 'channel', destinationId: id },
        state: 'pending',
        attempts: 0,
      },
    ])
    await store.commands.setIssueStatus({ scope, issueId: 1, status: 'unresolved', now: sampleNow })
    await resolve(store)
    expect(await due(store)).toHaveLength(1)
  })

  it('tells nothing where no incident was opened', async () => {
    const store = get()
    await digestSamples(store, [sampleFingerprint(1)])
    const [pager, chat] = [await addPager(store), await add(store)]
    await store.destinations.recordAttempt(attemptOf(pager, { outcome: 'failed' }))
    await store.destinations.recordAttempt(attemptOf(pager, { outcome: 'delivered', kind: 'test' }))
    await store.destinations.recordAttempt(attemptOf(chat, { outcome: 'delivered' }))
    await resolve(store)
    expect(await due(store)).toEqual([])
  })

  it('CHN-14 makes due what waited while a destination was off, within the scope', async () => {
    const store = get()
    await digestSamples(store, [sampleFingerprint(1)])
    const id = await addPager(store)
    await store.destinations.recordAttempt(attemptOf(id, { outcome: 'delivered' }))
    await resolve(store)
    const [row] = await due(store)
    const outboxId = row?.id ?? expect.fail('no row')
    const held = { state: 'held', reason: 'switched off' } as const
    await store.outbox.finish(outboxId, { outboxId, at: sampleNow, ok: false, detail: 'off', ms: 0 }, held)
    expect(await store.reads.heldMessages(scope, id)).toBe(1)
    expect(await store.reads.heldMessages([2], id)).toBe(0)
    expect(await store.commands.sendHeld({ scope: [2], id, now: sampleNow })).toEqual({ messages: 0 })
    expect(await store.commands.sendHeld({ scope, id, now: sampleNow })).toEqual({ messages: 1 })
    expect(await due(store)).toHaveLength(1)
    expect(await store.reads.heldMessages(scope, id)).toBe(0)
  })

  it('CHN-13 makes a delivery that failed due again when somebody asks, within the scope', async () => {
    const store = get()
    await digestSamples(store, [sampleFingerprint(1)])
    const id = await addPager(store)
    await store.destinations.recordAttempt(attemptOf(id, { outcome: 'delivered' }))
    await resolve(store)
    const [row] = await due(store)
    const outboxId = row?.id ?? expect.fail('no row')
    const attempt = { outboxId, at: sampleNow, ok: false, detail: '404', ms: 1 }
    await store.outbox.finish(outboxId, attempt, { state: 'failed' })
    await store.destinations.recordAttempt(attemptOf(id, { outcome: 'failed', outboxId }))
    expect((await store.reads.destinationAttempts(scope, id))[0]).toMatchObject({ retryable: true })
    expect(await due(store)).toEqual([])
    expect(await store.commands.retryDelivery({ scope: [2], outboxId, now: sampleNow })).toBe('not-found')
    expect(await store.commands.retryDelivery({ scope, outboxId, now: sampleNow })).toBe('done')
    expect(await due(store)).toMatchObject([{ id: outboxId }])
    expect(await store.commands.retryDelivery({ scope, outboxId: 99, now: sampleNow })).toBe('not-found')
  })
}
