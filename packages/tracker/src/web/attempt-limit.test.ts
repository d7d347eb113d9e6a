import { expect, it } from 'vitest'
import { createAttemptLimit } from './attempt-limit.ts'

function limitAt(): { limit: ReturnType<typeof createAttemptLimit>; time: { now: number } } {
  const time = { now: 1_000_000 }
  return {
    limit: createAttemptLimit({ clock: () => time.now, tries: 2, windowMs: 10_000, maxKeys: 3 }),
    time,
  }
}

it('lets so many tries through and then says how many seconds to wait', () => {
  const { limit, time } = limitAt()
  expect([limit.attempt('a'), limit.attempt('a'), limit.attempt('a'), limit.attempt('b')]).toEqual([
    0, 0, 10, 0,
  ])
  time.now += 9500
  expect(limit.attempt('a')).toBe(1)
  time.now += 500
  expect(limit.attempt('a')).toBe(0)
})

it('forgets a key that succeeded', () => {
  const { limit } = limitAt()
  limit.attempt('a')
  limit.attempt('a')
  limit.clear('a')
  expect(limit.attempt('a')).toBe(0)
})

it('is not locked for an hour by a clock that was set back', () => {
  const { limit, time } = limitAt()
  limit.attempt('a')
  limit.attempt('a')
  time.now -= 3_600_000
  expect(limit.attempt('a')).toBe(0)
})

it('remembers a bounded number of keys, the newest', () => {
  const { limit } = limitAt()
  for (const key of ['a', 'a', 'b', 'c', 'd']) limit.attempt(key)
  expect(limit.attempt('a')).toBe(0)
})
