import { expect, it } from 'vitest'
import { BoundedCache } from './bounded-cache.ts'

it('BoundedCache forgets what was used longest ago', () => {
  const cache = new BoundedCache<number>({ maxEntries: 2 })
  cache.set('a', 1)
  cache.set('b', 2)
  expect(cache.get('a')).toBe(1)
  cache.set('c', 3)
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([1, undefined, 3])
  cache.set('c', 4)
  expect([cache.get('a'), cache.get('c')]).toEqual([1, 4])
})

it('BoundedCache holds so much weight', () => {
  const cache = new BoundedCache<string>({ maxEntries: 9, maxWeight: 10, weightOf: ({ length }) => length })
  cache.set('a', '1234')
  cache.set('a', '12345')
  cache.set('b', '12345')
  expect(cache.get('a')).toBe('12345')
  cache.set('c', '1')
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['12345', undefined, '1'])
  cache.set('d', 'x'.repeat(11))
  expect([cache.get('a'), cache.get('c'), cache.get('d')]).toEqual([undefined, undefined, 'x'.repeat(11)])
})
