import { describe, expect, it } from 'vitest'
import { ask } from './ask.ts'
import type { AdapterHarness } from './harness.ts'
import { withApp } from './with-app.ts'

/** Several applications in one process, on one framework, do not touch each other. */
export function describeIsolation(harness: AdapterHarness): void {
  describe('applications side by side', () => {
    const first = withApp(harness, { handlers: 'all' })
    const second = withApp(harness, { handlers: 'none' })

    it('have handlers, logs and observers of their own', async () => {
      const [ours, theirs] = await Promise.all([ask(`${first().url}/boom`), ask(`${second().url}/boom`)])
      expect(ours.body).toBe('app 500: RangeError')
      expect(theirs.body).toContain('<title>500 ')
      for (const { seen } of [first(), second()]) {
        expect(seen.lines).toHaveLength(1)
        expect(seen.events.filter(({ name }) => name === 'unhandled')).toHaveLength(1)
      }
    })

    it('keep many requests at once apart', async () => {
      const asked = Array.from({ length: 40 }, (_, index) =>
        index % 2 === 0 ? ask(`${first().url}/admin/forbidden`) : ask(`${first().url}/abort/403`),
      )
      const bodies = (await Promise.all(asked)).map(({ body }) => body)
      expect(bodies).toEqual(
        Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? 'admin 403' : 'app forbidden')),
      )
    })
  })
}
