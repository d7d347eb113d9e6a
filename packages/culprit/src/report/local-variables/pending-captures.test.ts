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
    pending.add(request, { n: 2 })
    expect([pending.claim(request), pending.claim(request)]).toEqual([undefined, undefined])
    pending.add(request, { n: 3 })
    expect(pending.claim(request)).toEqual({ n: 3 })
  })

  it('N11: gives nothing of an earlier turn of the event loop', () => {
    const pending = new PendingCaptures()
    const request = {}
    pending.add(request, { n: 1 })
    pending.clear()
    expect(pending.claim(request)).toBeUndefined()
  })
})
