import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { makeBodies, makeTemplates } from '../bench/generator/bodies.ts'

it.each([10_000, 40_000])(
  'makeBodies() gives well-formed envelopes of about %d bytes with unique ids',
  (rawBytes) => {
    const bodies = [...makeBodies({ seed: 1, rawBytes, count: 60, distinct: 50, issues: 10 })]
    expect(new Set(bodies.map((body) => body.eventId)).size).toBe(60)
    const mean = bodies.reduce((sum, body) => sum + body.rawBytes, 0) / bodies.length
    expect(mean).toBeGreaterThan(rawBytes * 0.85)
    expect(mean).toBeLessThan(rawBytes * 1.25)
    for (const body of bodies) {
      const [head = '', item = '', payload = ''] = gunzipSync(body.gzipped).toString('utf8').split('\n')
      expect(JSON.parse(head)).toMatchObject({ event_id: body.eventId })
      expect(JSON.parse(item)).toMatchObject({ type: 'event', length: Buffer.byteLength(payload) })
      expect(JSON.parse(payload)).toMatchObject({ event_id: body.eventId, timestamp: expect.any(Number) })
    }
  },
)

it('makeTemplates() repeats for a seed, gives 1,000 or more distinct events and every issue', () => {
  const texts = makeTemplates({ seed: 3, rawBytes: 4000, count: 0 })
  expect(new Set(texts).size).toBeGreaterThanOrEqual(1000)
  expect(makeTemplates({ seed: 3, rawBytes: 4000, count: 0 })[0]).toBe(texts[0])
})
