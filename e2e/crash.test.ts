import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApiClient, createTempDir, runTracker, until, type TempDir } from '@culprit/testkit'
import { envelopeOf, envelopeUrl, startLoad } from './support/load.ts'

let dir: TempDir
beforeAll(async () => {
  dir = await createTempDir('culprit-crash-')
})
afterAll(() => dir?.remove())

const rounds = 5

describe('kill -9 under load', () => {
  it(`${rounds} times at random moments: nothing answered is lost, nothing counts twice`, async () => {
    const load = startLoad(16)
    for (let round = 0; round < rounds; round++) {
      const tracker = await runTracker({ dataDir: dir.path })
      load.target = envelopeUrl(tracker.dsn)
      await new Promise((resolve) => setTimeout(resolve, 150 + Math.random() * 900))
      load.target = undefined
      await tracker.kill('SIGKILL')
    }
    await load.stop()
    const { answered, sent } = load.events
    expect(answered.size).toBeGreaterThan(100)

    await using tracker = await runTracker({ dataDir: dir.path })
    const api = createApiClient({ url: tracker.url, token: tracker.apiToken })
    await until(async () => ((await api.metrics())['culprit_spool_pending_entries'] ?? 1) === 0, {
      what: 'an empty spool',
      timeoutMs: 30_000,
    })
    const issue = await until(async () => (await api.issues())[0], { what: 'the issue' })
    expect(await api.issues()).toHaveLength(1)
    const stored = await until(
      async () => {
        const ids = (await api.events(issue.id)).map((event) => event.eventID)
        return ids.length >= answered.size && ids
      },
      { what: `${answered.size} stored events` },
    )
    const ids = new Set(stored)
    expect(ids.size, 'an id is stored twice').toBe(stored.length)
    expect(
      [...answered].filter((id) => !ids.has(id)),
      'answered and lost',
    ).toEqual([])
    expect(
      stored.filter((id) => !sent.has(id)),
      'stored and never sent',
    ).toEqual([])
    expect((await api.issue(issue.id)).count).toBe(String(stored.length))
  }, 120_000)

  it('an event that is sent again after a restart still counts once', async () => {
    const id = crypto.randomUUID().replaceAll('-', '')
    for (let round = 0; round < 2; round++) {
      await using tracker = await runTracker({ dataDir: dir.path })
      const api = createApiClient({ url: tracker.url, token: tracker.apiToken })
      const response = await fetch(envelopeUrl(tracker.dsn), {
        method: 'POST',
        body: envelopeOf(id, 'RepeatedError'),
      })
      expect(await response.json()).toEqual({ id })
      const event = await until(() => api.event(id), { what: 'the event' })
      await until(async () => ((await api.metrics())['culprit_spool_pending_entries'] ?? 1) === 0, {
        what: 'an empty spool',
      })
      expect(await api.issue(event.groupID)).toMatchObject({ count: '1' })
    }
  }, 60_000)
})

describe('one data directory', () => {
  it('has one process: a second one exits 1 and names the first', async () => {
    await using tracker = await runTracker({ dataDir: dir.path })
    await expect(runTracker({ dataDir: dir.path })).rejects.toThrow(
      new RegExp(`ended \\(1\\)[^]*${tracker.pid}`),
    )
  })
})
