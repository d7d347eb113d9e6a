import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Limits } from '../domain/limits.ts'
import type { SpoolUsage } from '../ports/spool.ts'
import { type Admission, createAdmission } from './admission.ts'
import { RateWindow } from './rate-window.ts'

const limits: Limits = {
  eventsPerMinutePerKey: 10,
  eventsPerMinute: 15,
  spoolBytes: 1000,
  minFreeDiskBytes: 100,
  bodyBytes: 1000,
  bodyBytesInFlight: 1000,
}
const one = { projectId: 1, publicKey: 'a', enabled: true }
const other = { projectId: 2, publicKey: 'b', enabled: true }

interface World {
  now: number
  usage: SpoolUsage
}

function create(): { readonly admission: Admission; readonly world: World } {
  const world: World = {
    now: 1_795_000_000_000,
    usage: { pendingBytes: 0, pendingEntries: 0, freeDiskBytes: 1e9 },
  }
  return {
    world,
    admission: createAdmission({ limits, clock: () => world.now, spool: { usage: () => world.usage } }),
  }
}

function takeAll(admission: Admission, key: typeof one, count: number): number {
  let taken = 0
  for (let index = 0; index < count; index += 1) if (!admission.take(key, 1)) taken += 1
  return taken
}

describe('events a minute', () => {
  it("stop at the key's limit and come back after the time that was promised", () => {
    const { admission, world } = create()
    expect(takeAll(admission, one, 20)).toBe(10)
    const refusal = admission.check(one)
    expect(refusal).toMatchObject({ status: 429, reason: 'rate-limited', rateLimits: [{ scope: 'key' }] })
    world.now += (refusal?.retryAfterSeconds ?? 0) * 1000
    expect(admission.check(one)).toBeUndefined()
  })

  it('stop at the limit for all', () => {
    const { admission } = create()
    takeAll(admission, one, 10)
    expect(takeAll(admission, other, 10)).toBe(5)
    expect(admission.check(other)).toMatchObject({ rateLimits: [{ scope: 'organization' }] })
  })

  it("go by the key's own number when it has one", () => {
    const { admission } = create()
    expect(takeAll(admission, { ...one, eventsPerMinute: 2 } as typeof one, 5)).toBe(2)
  })

  it('cost nothing for what holds no event', () => {
    const { admission } = create()
    for (let index = 0; index < 50; index += 1) expect(admission.take(one, 0)).toBeUndefined()
    expect(admission.check(one)).toBeUndefined()
  })

  it('survive a clock that jumps an hour, either way', () => {
    const { admission, world } = create()
    takeAll(admission, one, 10)
    world.now -= 3_600_000
    expect(takeAll(admission, one, 20)).toBe(10)
    world.now += 7_200_000
    expect(takeAll(admission, one, 20)).toBe(10)
    const seconds = admission.check(one)?.retryAfterSeconds ?? 0
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(120)
  })
})

describe('RateWindow', () => {
  it('never lets more than twice the limit into any minute, and has room when it said so', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 200 }), (gaps) => {
        const window = new RateWindow()
        const taken: number[] = []
        let now = 1e12
        for (const gap of gaps) {
          now += gap
          if (window.count(now) + 1 <= 5) {
            window.add(now, 1)
            taken.push(now)
          } else {
            expect(window.count(now)).toBeGreaterThan(4)
            now += window.secondsUntil(now, 4) * 1000
            expect(window.count(now)).toBeLessThanOrEqual(4)
          }
          expect(taken.filter((at) => at > now - 60_000).length).toBeLessThanOrEqual(10)
        }
      }),
    )
  })
})

describe('room', () => {
  it('is refused on a full disk (503) and in a full spool (429)', () => {
    const { admission, world } = create()
    world.usage = { pendingBytes: 2000, pendingEntries: 1, freeDiskBytes: 1e9 }
    expect(admission.check(one)).toMatchObject({ status: 429, reason: 'spool-full', retryAfterSeconds: 5 })
    world.usage = { pendingBytes: 0, pendingEntries: 0, freeDiskBytes: 99 }
    expect(admission.check(one)).toMatchObject({ status: 503, reason: 'disk-full' })
    expect(admission.closedBecause()).toBeDefined()
  })

  it('in memory is given back', () => {
    const { admission } = create()
    expect([admission.reserve(600), admission.reserve(600), admission.bytesInFlight()]).toEqual([
      true,
      false,
      600,
    ])
    admission.giveBack(600)
    expect(admission.reserve(1000)).toBe(true)
  })
})
