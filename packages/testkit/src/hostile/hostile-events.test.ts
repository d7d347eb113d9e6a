import { expect, it } from 'vitest'
import { hostileEvents } from './hostile-events.ts'

it('hostileEvents() gives at least sixty, each with its own name and its id in it', () => {
  const id = 'a'.repeat(32)
  const events = hostileEvents()
  expect(events.length).toBeGreaterThanOrEqual(60)
  expect(new Set(events.map((event) => event.name)).size).toBe(events.length)
  for (const event of events) expect(event.body(id)).toContain(id)
})
