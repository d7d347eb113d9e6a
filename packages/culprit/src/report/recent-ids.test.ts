import { expect, it } from 'vitest'
import { RecentIds } from './recent-ids.ts'

it('RecentIds knows the last 1,000 ids', () => {
  const ids = new RecentIds()
  for (let at = 0; at <= 1000; at++) expect(ids.add(String(at))).toBe(true)
  expect(ids.add('1000')).toBe(false)
  expect(ids.add('0')).toBe(true)
})
