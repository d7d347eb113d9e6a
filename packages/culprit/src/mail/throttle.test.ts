import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createHourlyCap } from './hourly-cap.ts'
import { Throttle, type ThrottleOptions } from './throttle.ts'

const minute = 60_000
const hour = 60 * minute
const start = Date.UTC(2026, 0, 15)
const make = ({
  perHour = 20,
  ...options
}: Partial<ThrottleOptions> & { readonly perHour?: number } = {}): Throttle => {
  const caps = { cap: createHourlyCap(perHour), noticeCap: createHourlyCap(2) }
  return new Throttle({ windowMs: 5 * minute, mode: 'fixed', ...caps, ...options })
}

describe('Throttle', () => {
  it('3.3.2 mails the first occurrence and counts the others into one digest at the end of the window', () => {
    const throttle = make()
    expect(throttle.see('a', 'A', start).mail).toBe(true)
    for (let n = 1; n <= 500; n++) expect(throttle.see('a', 'A', start + n).mail).toBe(false)
    expect(throttle.due(start + 5 * minute - 1)).toEqual([])
    expect(throttle.nextAt()).toBe(start + 5 * minute)
    expect(throttle.due(start + 5 * minute)).toMatchObject([
      { key: 'a', title: 'A', count: 500, total: 501, firstAt: start + 1, lastAt: start + 500 },
    ])
    expect(throttle.due(start + 5 * minute)).toEqual([])
  })

  it('tells what it has counted when the clock was put back by a day', () => {
    const throttle = make()
    for (const at of [start, start + 1]) throttle.see('a', 'A', at)
    expect(throttle.due(start - 24 * hour)).toMatchObject([{ key: 'a', count: 1 }])
  })

  it('gives notice of the cap when the clock was put back by a day', () => {
    const throttle = make({ perHour: 1 })
    for (const key of ['a', 'b']) throttle.see(key, key, start)
    expect(throttle.notice(start)).toMatchObject({ errors: 1 })
    for (const key of ['c', 'd']) throttle.see(key, key, start - 24 * hour)
    expect(throttle.notice(start - 24 * hour)).toMatchObject({ errors: 1 })
  })

  it('3.3.2 keeps the first two samples and the last', () => {
    const throttle = make()
    throttle.see('a', 'A', start)
    for (let n = 1; n <= 10; n++) {
      const at = start + n * 2000
      if (throttle.see('a', 'A', at).wantsSample) throttle.keep('a', { at, text: String(n) })
    }
    expect(throttle.all(start + minute)[0]?.samples.map(({ text }) => text)).toEqual(['1', '2', '10'])
  })

  it('asks for no more than one sample a second once it has three', () => {
    const throttle = make()
    throttle.see('a', 'A', start)
    let asked = 0
    for (let n = 1; n <= 1000; n++) {
      if (!throttle.see('a', 'A', start + n).wantsSample) continue
      asked++
      throttle.keep('a', { at: start + n, text: '' })
    }
    expect(asked).toBe(3)
  })

  it('an error that goes on gets a digest a window; one that was quiet is new again', () => {
    const throttle = make()
    throttle.see('a', 'A', start)
    throttle.see('a', 'A', start + 1)
    expect(throttle.due(start + 5 * minute)).toHaveLength(1)
    expect(throttle.see('a', 'A', start + 6 * minute).mail).toBe(false)
    expect(throttle.due(start + 10 * minute)).toHaveLength(1)
    expect(throttle.due(start + 15 * minute)).toEqual([])
    expect(throttle.nextAt()).toBeUndefined()
    expect(throttle.see('a', 'A', start + 16 * minute).mail).toBe(true)
  })

  it('is not misled by a timer that came late', () => {
    const throttle = make()
    throttle.see('a', 'A', start)
    expect(throttle.see('a', 'A', start + hour).mail).toBe(true)
  })

  it('3.3.2 powers: tells them at the 2nd, 4th, 8th ... too', () => {
    const throttle = make({ mode: 'powers' })
    const told: number[] = []
    for (let n = 1; n <= 40; n++) if (throttle.see('a', 'A', start + n).digestDue) told.push(n)
    expect(told).toEqual([2, 4, 8, 16, 32])
  })

  it('3.3.3 the cap holds over all errors; what it stops is told by one notice an hour and by digests later', () => {
    const throttle = make({ perHour: 3 })
    const mailed = ['a', 'b', 'c', 'd', 'e'].filter((key) => throttle.see(key, key, start).mail)
    expect(mailed).toEqual(['a', 'b', 'c'])
    expect(throttle.notice(start)).toEqual({ errors: 2, kinds: 2, until: start + hour })
    throttle.see('f', 'F', start + 1)
    expect(throttle.notice(start + 1)).toBeUndefined()
    expect(throttle.due(start + hour - 1)).toEqual([])
    expect(throttle.notice(start + hour)).toMatchObject({ errors: 1, kinds: 1 })
    expect(throttle.due(start + hour + 1).map(({ key, count }) => [key, count])).toEqual([
      ['d', 1],
      ['e', 1],
      ['f', 1],
    ])
  })

  it('forgets the error seen longest ago when there are too many, and tells what it had', () => {
    const throttle = make({ maxKeys: 2 })
    throttle.see('a', 'A', start)
    throttle.see('a', 'A', start)
    throttle.see('b', 'B', start)
    throttle.see('c', 'C', start)
    expect(throttle.notice(start)).toMatchObject({ errors: 1, kinds: 1 })
    expect(throttle.see('a', 'A', start).mail).toBe(true)
  })

  it('loses no occurrence: mails, digests and the last notice add up, and the cap is kept', () => {
    const step = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), wait: fc.nat(20 * minute) })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: 1, max: 5 }), (steps, perHour) => {
        const throttle = make({ perHour })
        const sentAt: number[] = []
        let at = start
        let told = 0
        for (const { key, wait } of steps) {
          at += wait
          for (const { count } of throttle.due(at)) {
            told += count
            sentAt.push(at)
          }
          if (throttle.see(key, key, at).mail) {
            told++
            sentAt.push(at)
          }
        }
        const rest = throttle.lastNotice(at)?.limited.errors ?? 0
        expect(told + rest).toBe(steps.length)
        for (const end of sentAt)
          expect(sentAt.filter((time) => time <= end && time > end - hour).length).toBeLessThanOrEqual(
            perHour,
          )
      }),
    )
  })
})
