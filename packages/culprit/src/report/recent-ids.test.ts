import { expect, it } from 'vitest'
import { BoundedCache } from './bounded-cache.ts'
import { RecentIds } from './recent-ids.ts'

it('RecentIds knows the last 1,000 ids', () => {
  const ids = new RecentIds()
  for (let at = 0; at <= 1000; at++) expect(ids.add(String(at))).toBe(true)
  expect(ids.add('1000')).toBe(false)
  expect(ids.add('0')).toBe(true)
})

it('BoundedCache forgets what was used longest ago', () => {
  const cache = new BoundedCache<number>(2)
  cache.set('a', 1)
  cache.set('b', 2)
  expect(cache.get('a')).toBe(1)
  cache.set('c', 3)
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3])
  cache.set('c', 4)
  expect([cache.get('a'), cache.get('c')]).toEqual([1, 4])
})
