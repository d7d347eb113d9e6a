import { afterEach, describe, expect, it } from 'vitest'
import { eventEnvelope, key, otherKey, type RunningIngest, startIngest } from './start-ingest.ts'

const running: RunningIngest[] = []

afterEach(async () => {
  for (const ingest of running.splice(0)) await ingest.close()
})

async function start(holdMs: number): Promise<RunningIngest> {
  const ingest = await startIngest({ room: { entries: 5, bytes: 1e6 }, holdMs })
  running.push(ingest)
  return ingest
}

/** Sends one event after the other over as many connections as there are names; tells who was answered. */
function sendAll(ingest: RunningIngest, names: readonly string[]): { readonly answered: string[] } {
  const answered: string[] = []
  for (const name of names) void post(ingest).then((status) => answered.push(`${name} ${status}`))
  return { answered }
}

async function post({ url }: RunningIngest, project = '1', publicKey = key): Promise<number> {
  const response = await fetch(`${url}/api/${project}/envelope/?sentry_key=${publicKey}`, {
    method: 'POST',
    body: eventEnvelope,
  })
  await response.arrayBuffer()
  return response.status
}

const anHour = 3_600_000
const patience = { timeout: 20_000 }

describe('answers while digestion is behind', () => {
  it('are held although the events are on disk, and go out when something was digested', async () => {
    const ingest = await start(anHour)
    for (let n = 0; n < 5; n += 1) expect(await post(ingest)).toBe(200)
    const { answered } = sendAll(ingest, ['a', 'b', 'c', 'd'])
    await expect.poll(() => ingest.hold.counts().waiting, patience).toBe(4)
    expect(ingest.entries()).toHaveLength(9)
    expect(ingest.admission.bytesInFlight()).toBe(0)
    expect(answered).toEqual([])
    ingest.backlog.digested({ projectId: 1, entries: 6 })
    ingest.hold.digested()
    await expect.poll(() => answered.length, patience).toBe(3)
    expect(ingest.hold.counts().waiting).toBe(1)
    ingest.backlog.digested({ projectId: 1, entries: 3 })
    ingest.hold.digested()
    await expect.poll(() => answered.toSorted(), patience).toEqual(['a 200', 'b 200', 'c 200', 'd 200'])
  })

  it('go out at once to other projects', async () => {
    const ingest = await start(anHour)
    for (let n = 0; n < 5; n += 1) await post(ingest)
    const { answered } = sendAll(ingest, ['a'])
    await expect.poll(() => ingest.hold.counts().waiting, patience).toBe(1)
    expect(await post(ingest, '2', otherKey)).toBe(200)
    expect(answered).toEqual([])
    ingest.hold.close()
    await expect.poll(() => answered, patience).toEqual(['a 200'])
  })

  it('go out when their time is up, too', async () => {
    const ingest = await start(20)
    for (let n = 0; n < 5; n += 1) await post(ingest)
    const statuses = await Promise.all(Array.from({ length: 20 }, () => post(ingest)))
    expect(statuses).toEqual(statuses.map(() => 200))
    expect(ingest.hold.counts()).toMatchObject({ waiting: 0 })
    expect(ingest.hold.counts().held).toBeGreaterThan(0)
  })

  it('are given up with the connection of a client that does not wait', async () => {
    const ingest = await start(anHour)
    for (let n = 0; n < 5; n += 1) await post(ingest)
    const leaving = new AbortController()
    const path = `${ingest.url}/api/1/envelope/?sentry_key=${key}`
    const left = fetch(path, { method: 'POST', body: eventEnvelope, signal: leaving.signal })
    await expect.poll(() => ingest.hold.counts().waiting, patience).toBe(1)
    leaving.abort()
    await expect(left).rejects.toThrow()
    ingest.hold.close()
    expect(await post(ingest)).toBe(200)
    expect(ingest.entries()).toHaveLength(7)
    expect(ingest.errors).toEqual([])
  })
})
