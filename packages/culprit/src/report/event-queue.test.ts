import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeEvent } from '../../test/report-survival/make-event.ts'
import { EventQueue } from './event-queue.ts'
import type { OutgoingEvent } from './outgoing-event.ts'

const always = (): boolean => true
const sizes = fc.array(fc.nat(400), { maxLength: 40 })
const bytesOf = (events: readonly OutgoingEvent[]): number =>
  events.reduce((sum, { payload }) => sum + payload.length, 0)

describe('EventQueue', () => {
  it('stays within its bounds, loses the oldest, and says which: nothing vanishes', () => {
    fc.assert(
      fc.property(sizes, fc.nat(10), fc.nat(2000), (given, maxEvents, maxBytes) => {
        const queue = new EventQueue({ maxEvents, maxBytes })
        const events = given.map((bytes, n) => makeEvent(n, bytes))
        const dropped = events.flatMap((event) => queue.push(event))
        const kept = queue.takeAll()
        expect(kept.length).toBeLessThanOrEqual(maxEvents)
        expect(bytesOf(kept)).toBeLessThanOrEqual(maxBytes)
        expect(new Set([...dropped, ...kept])).toEqual(new Set(events))
        expect(dropped.length + kept.length).toBe(events.length)
        expect(kept.map(({ eventId }) => eventId)).toEqual(kept.map(({ eventId }) => eventId).toSorted())
      }),
    )
  })

  it('gives events in their order, passing over those that are not accepted', () => {
    const queue = new EventQueue({ maxEvents: 10, maxBytes: 10_000 })
    const events = [makeEvent(1), { ...makeEvent(2), category: 'feedback' as const }, makeEvent(3)]
    for (const event of events) queue.push(event)
    expect(queue.take(({ category }) => category === 'feedback')).toBe(events[1])
    expect(queue.take(({ category }) => category === 'feedback')).toBeUndefined()
    expect([queue.take(always), queue.take(always), queue.take(always)]).toEqual([
      events[0],
      events[2],
      undefined,
    ])
  })

  it('puts events back in front, within the bounds', () => {
    const queue = new EventQueue({ maxEvents: 3, maxBytes: 10_000 })
    for (const n of [3, 4]) queue.push(makeEvent(n))
    const dropped = queue.putBack([1, 2].map((n) => makeEvent(n)))
    expect(dropped).toEqual([makeEvent(1)])
    expect(queue.takeAll()).toEqual([2, 3, 4].map((n) => makeEvent(n)))
    expect(queue.size).toBe(0)
  })
})
