import { describe, expect, it } from 'vitest'
import { Patience } from './patience.ts'

describe('Patience', () => {
  it('is used up by all that waits together, and comes back after a minute', () => {
    let now = 0
    const patience = new Patience(() => now)
    const wait = (ms: number): void => patience.spend(() => void (now += ms))
    expect(patience.left(3000)).toBe(3000)
    wait(1000)
    expect(patience.left(3000)).toBe(2000)
    wait(2500)
    expect(patience.left(3000)).toBe(0)
    now += 60_001
    expect(patience.left(3000)).toBe(3000)
  })
})
