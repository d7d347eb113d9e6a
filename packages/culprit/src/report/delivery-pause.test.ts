import { describe, expect, it } from 'vitest'
import { DeliveryPause } from './delivery-pause.ts'

function pauseAt(start: number) {
  const clock = { now: start }
  const lines: string[] = []
  const pause = new DeliveryPause({
    now: () => clock.now,
    retryDelayMs: (failures) => 1000 * 2 ** (failures - 1),
    warn: (line) => lines.push(line),
  })
  const answered = (status: number, headers: Record<string, string> = {}): void =>
    pause.answered({ status, headers: new Map(Object.entries(headers)) }, status < 500)
  return { clock, lines, pause, answered }
}

describe('DeliveryPause', () => {
  it('waits longer with each failure in a row, and counts those together as one', () => {
    const { clock, pause, answered, lines } = pauseAt(1_000_000)
    const waits: number[] = []
    for (let n = 0; n < 4; n++) {
      pause.failed('ECONNREFUSED')
      pause.failed('ECONNREFUSED')
      waits.push(pause.until('error') - clock.now)
      expect(pause.allows('error')).toBe(false)
      clock.now = pause.until('error')
      expect(pause.allows('error')).toBe(true)
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000])
    answered(200)
    expect(pause.isOut).toBe(false)
    expect(lines).toEqual(['events cannot be sent and wait: ECONNREFUSED', 'events can be sent again'])
  })

  it.each([
    { status: 429, headers: { 'retry-after': '30' }, error: 30_000, feedback: 30_000 },
    { status: 429, headers: {}, error: 60_000, feedback: 60_000 },
    { status: 429, headers: { 'x-sentry-rate-limits': '5:error:key' }, error: 5000, feedback: 0 },
    { status: 200, headers: { 'x-sentry-rate-limits': '5:error:key, 9::org' }, error: 9000, feedback: 9000 },
    { status: 200, headers: { 'x-sentry-rate-limits': '86400:transaction;span:key' }, error: 0, feedback: 0 },
    { status: 503, headers: { 'retry-after': '30' }, error: 30_000, feedback: 30_000 },
    { status: 503, headers: {}, error: 1000, feedback: 1000 },
    { status: 200, headers: { 'retry-after': '30' }, error: 0, feedback: 0 },
  ])('A9: $status $headers: errors wait $error ms, feedback $feedback ms', (row) => {
    const { clock, pause, answered } = pauseAt(1_000_000)
    answered(row.status, row.headers)
    expect(Math.max(0, pause.until('error') - clock.now)).toBe(row.error)
    expect(Math.max(0, pause.until('feedback') - clock.now)).toBe(row.feedback)
  })

  it('lets somebody who waits try once in an outage, but not against the server’s limits', () => {
    const { pause, answered } = pauseAt(1_000_000)
    pause.failed('reset')
    pause.urge()
    expect(pause.allows('error')).toBe(true)
    answered(429)
    pause.urge()
    expect(pause.allows('error')).toBe(false)
  })
})
