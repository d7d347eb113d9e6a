import { randomBytes } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { createApiClient, runTracker, until } from '@culprit/testkit'
import { describe, expect, it } from 'vitest'
import { envelopeUrl } from './support/load.ts'

const senders = 32
const count = 600

/** An event of about 22 kB compressed: more of them than 6 MiB are more than one decoder should have waiting. */
function largeBody(eventId: string): Uint8Array {
  const vars = { list: Array.from({ length: 40 }, () => randomBytes(500).toString('base64')) }
  const frames = Array.from({ length: 6 }, (_, n) => ({ function: `f${n}`, filename: `src/${n}.js`, vars }))
  const values = [{ type: 'LoadError', value: 'under load', stacktrace: { frames } }]
  const event = { event_id: eventId, platform: 'node', exception: { values } }
  return gzipSync(`${JSON.stringify({ event_id: eventId })}\n{"type":"event"}\n${JSON.stringify(event)}\n`, {
    level: 1,
  })
}

describe('senders that are faster than the digest', () => {
  it('are answered 200 and slowed down, and what they sent is stored once', async () => {
    await using tracker = await runTracker({ env: { CULPRIT_DECODERS: '1' } })
    const url = envelopeUrl(tracker.dsn)
    const api = createApiClient({ url: tracker.url, token: tracker.apiToken })
    const bodies = Array.from({ length: count }, () => largeBody(crypto.randomUUID().replaceAll('-', '')))
    const statuses: number[] = []
    const send = async (): Promise<void> => {
      for (let body = bodies.pop(); body; body = bodies.pop()) {
        const headers = { 'content-encoding': 'gzip' }
        const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) })
        await response.arrayBuffer()
        statuses.push(response.status)
      }
    }
    await Promise.all(Array.from({ length: senders }, send))
    expect(statuses).toEqual(Array.from({ length: count }, () => 200))
    const metrics = await until(
      async () => {
        const now = await api.metrics()
        return now['culprit_events_digested_total'] === count && now
      },
      { timeoutMs: 60_000, what: `${count} digested events` },
    )
    expect(metrics['culprit_answer_hold_seconds_count']).toBeGreaterThan(0)
    expect(metrics['culprit_answers_held']).toBe(0)
    expect(metrics['culprit_spool_undigested_entries']).toBe(0)
    expect(await api.issues()).toMatchObject([{ count: String(count) }])
  }, 120_000)

  it('hold up no end of the tracker', async () => {
    await using tracker = await runTracker({ env: { CULPRIT_DECODERS: '1' } })
    const url = envelopeUrl(tracker.dsn)
    const bodies = Array.from({ length: 300 }, () => largeBody(crypto.randomUUID().replaceAll('-', '')))
    const answers = bodies.map(async (body) => {
      const headers = { 'content-encoding': 'gzip' }
      const response = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) })
      return response.status
    })
    await Promise.race(answers)
    expect((await tracker.kill('SIGTERM')).code).toBe(0)
    await Promise.allSettled(answers)
  }, 60_000)
})
