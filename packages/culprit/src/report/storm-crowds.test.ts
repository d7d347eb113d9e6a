import { describe, expect, it } from 'vitest'
import { StormCrowds } from './storm-crowds.ts'

function crowdsAt(start: number) {
  let time = start
  const crowds = new StormCrowds(() => time)
  const look = (crowd: string, times: number, kind = 'kind'): number => {
    let looks = 0
    for (let n = 0; n < times; n++) {
      if (crowds.likelyKind(crowd) !== undefined) continue
      looks++
      crowds.looked(crowd, kind)
    }
    return looks
  }
  return { crowds, look, pass: (ms: number) => (time += ms) }
}

describe('StormCrowds', () => {
  it('has 200 a second of a class and message looked at', () => {
    const { look, pass } = crowdsAt(1000)
    expect(look('a', 10_000)).toBe(200)
    pass(999)
    expect(look('a', 10_000)).toBe(0)
    pass(1)
    expect(look('a', 10_000)).toBe(200)
  })

  it('looks at others meanwhile', () => {
    const { look } = crowdsAt(0)
    look('a', 1000)
    expect(look('b', 10)).toBe(10)
  })

  it('takes the rest for what the last was', () => {
    const { crowds, look } = crowdsAt(0)
    look('a', 150, 'one')
    look('a', 50, 'other')
    expect(crowds.likelyKind('a')).toBe('other')
  })

  it('looks again when the clock was set back', () => {
    const { look, pass } = crowdsAt(5000)
    look('a', 1000)
    pass(-3000)
    expect(look('a', 1000)).toBe(200)
  })

  it('forgets the class and message that came longest ago when there are more than a thousand', () => {
    const { look } = crowdsAt(0)
    look('a', 1000)
    for (let n = 0; n < 1000; n++) look(`other ${n}`, 1)
    expect(look('a', 1)).toBe(1)
  })
})
