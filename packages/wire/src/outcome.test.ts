import { expect, it } from 'vitest'
import { discardReasons } from './outcome.ts'

it('names every reason once and says what it means', () => {
  expect(new Set(discardReasons.map(({ reason }) => reason)).size).toBe(discardReasons.length)
  for (const { reason, description } of discardReasons) {
    expect(reason).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(description).toMatch(/^[A-Z].+\.$/)
  }
})
