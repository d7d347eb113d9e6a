import { describe, expect, it } from 'vitest'
import { PendingCaptures } from './pending-captures.ts'

describe('PendingCaptures', () => {
  it('N11: gives an error the variables of its own throw, once', () => {
    const pending = new PendingCaptures()
    const [one, other] = [{}, {}]
    pending.add(one, { n: 1 })
    pending.add(other, { n: 2 })
    expect([pending.claim(other), pending.claim(one), pending.claim(one)]).toEqual([
      { n: 2 },
      { n: 1 },
      undefined,
    ])
  })

  it('N11: gives nothing where one request has thrown several times before it reports', () => {
    const pending = new PendingCaptures()
    const request = {}
    pending.add(request, { n: 1 })
    expect(pending.isWaiting).toBe(true)
    pending.add(request, { n: 2 })
    expect(pending.isWaiting).toBe(false)
    expect([pending.claim(request), pending.claim(request)]).toEqual([undefined, undefined])
    pending.add(request, { n: 3 })
    expect(pending.claim(request)).toEqual({ n: 3 })
  })

  it('N11: gives what is of this turn of the event loop or the last, and nothing older', () => {
    const pending = new PendingCaptures()
    const [late, tooLate] = [{}, {}]
    pending.add(late, { n: 1 })
    pending.add(tooLate, { n: 2 })
    pending.endTurn()
    expect([pending.claim(late), pending.isWaiting]).toEqual([{ n: 1 }, true])
    pending.endTurn()
    expect([pending.claim(tooLate), pending.isWaiting]).toEqual([undefined, false])
    pending.add(late, { n: 3 })
    pending.clear()
    expect(pending.claim(late)).toBeUndefined()
  })

  it('N11: gives nothing where a request throws again in the turn after its first throw', () => {
    const pending = new PendingCaptures()
    const request = {}
    pending.add(request, { n: 1 })
    pending.endTurn()
    pending.add(request, undefined)
    expect(pending.claim(request)).toBeUndefined()
  })
})
