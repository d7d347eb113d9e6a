import { createTempDir, until } from '@culprit/testkit'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeEvent } from '../../test/report-survival/make-event.ts'
import { startReportServer, type PlannedAnswer } from '../../test/report-survival/report-server.ts'
import { createDelivery } from './delivery.ts'

const answers = fc.constantFrom<PlannedAnswer>(
  { status: 200 },
  { status: 200, delayMs: 5 },
  { status: 503 },
  { status: 500, delayMs: 5 },
  { status: 400 },
  { status: 429, headers: { 'x-sentry-rate-limits': '0.05:error:key' } },
  'reset',
)
const steps = fc.array(fc.constantFrom('submit', 'submitSync', 'flushSync', 'restart', 'wait'), {
  maxLength: 40,
})

describe('createDelivery() with a server of moods', () => {
  it('every event arrives or is counted, whatever happens in between', { timeout: 240_000 }, async () => {
    await using server = await startReportServer()
    const lostOf = (): number => Object.values(server.losses).reduce((sum, count) => sum + count, 0)
    const scenario = fc.asyncProperty(
      fc.array(answers, { maxLength: 30 }),
      steps,
      fc.boolean(),
      async (moods, run, writesFirst) => {
        await using dir = await createTempDir()
        const [taken, lost] = [server.taken.length, lostOf()]
        const plan = [...moods]
        server.answer = () => plan.shift() ?? { status: 200 }
        const start = () =>
          createDelivery(
            { dsn: server.dsn, spoolDir: dir.path, maxQueue: 8 },
            { exit: false, warn: () => {}, retryDelayMs: () => 10, lookEveryMs: 20, writesFirst },
          )
        let delivery = start()
        let count = 0
        for (const step of run) {
          if (step === 'submit') delivery.submit(makeEvent(count++))
          if (step === 'submitSync') delivery.submitSync(makeEvent(count++))
          if (step === 'flushSync') delivery.flushSync()
          if (step === 'wait') await new Promise((resolve) => setTimeout(resolve, 10))
          if (step === 'restart') {
            await delivery.close(20)
            delivery = start()
          }
        }
        // An event that was on its way when it was written down may arrive twice; the server knows its id.
        const settled = (): number => new Set(server.taken.slice(taken)).size + lostOf() - lost
        await until(() => settled() >= count, { what: `${count} events of ${run.join(' ')}` })
        expect(await delivery.flush(20_000)).toBe(true)
        expect(delivery.status().lost).toEqual([])
        await delivery.close(100)
      },
    )
    await fc.assert(scenario, { numRuns: 40 })
  })
})
