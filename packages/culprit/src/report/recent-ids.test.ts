import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { RecentIds } from './recent-ids.ts'

describe('RecentIds', () => {
  it('knows the last 1,000 ids, and forgets before the 2,000th', () => {
    const ids = new RecentIds()
    for (let at = 0; at < 2500; at++) {
      expect(ids.add(String(at))).toBe(true)
      expect(ids.add(String(at))).toBe(false)
      if (at >= 1000) expect(ids.add(String(at - 999))).toBe(false)
    }
    expect(ids.add('499')).toBe(true)
  })

  it.each([
    ['random', () => randomBytes(16).toString('hex')],
    ['counted up', (at: number) => at.toString(16).padStart(32, '0')],
    ['counted up in front', (at: number) => at.toString(16).padStart(8, '0').padEnd(32, '0')],
  ])('tells ids apart that are %s', (_how, idOf) => {
    const known = new Set<string>()
    const ids = new RecentIds()
    for (let at = 1; at <= 20_000; at++) {
      const id = idOf(at)
      expect(ids.add(id)).toBe(!known.has(id))
      known.add(id)
    }
  })
})
