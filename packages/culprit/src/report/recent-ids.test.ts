import { expect, it } from 'vitest'
import { RecentIds } from './recent-ids.ts'

it('RecentIds knows the last 1,000 ids, and forgets before the 2,000th', () => {
  const ids = new RecentIds()
  for (let at = 0; at < 2500; at++) {
    expect(ids.add(String(at))).toBe(true)
    expect(ids.add(String(at))).toBe(false)
    if (at >= 1000) expect(ids.add(String(at - 999))).toBe(false)
  }
  expect(ids.add('499')).toBe(true)
})
