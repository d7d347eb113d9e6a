import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LogRecord } from '../record.ts'
import { nextRollover, rolloverPattern, rolloverSuffix, type RolloverUnit } from './rollover-time.ts'
import { RotatingFileHandler } from './rotating-file-handler.ts'

const lines = fc.array(
  fc.record({ text: fc.string({ unit: 'grapheme', maxLength: 30 }), urgent: fc.boolean() }),
  {
    maxLength: 40,
  },
)

describe('rotating files', () => {
  it('hold every line once, in order, below the limit', async () => {
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 0, max: 10 }),
        async (all, maxBytes, maxRecords) => {
          const folder = mkdtempSync(join(tmpdir(), 'culprit-property-'))
          try {
            const handler = new RotatingFileHandler(join(folder, 'app.log'), {
              maxBytes,
              maxRecords,
              backupCount: 1000,
            })
            const texts = all.map(({ text }) => text.replaceAll(/[\r\n\p{Surrogate}]/gu, '.'))
            for (const [index, { urgent }] of all.entries())
              handler.handle(new LogRecord({ name: 'a', levelno: urgent ? 30 : 20, msg: texts[index] }))
            await handler.close()
            const numberOf = (name: string): number => Number(name.split('.')[2] ?? 0)
            const names = readdirSync(folder).toSorted((a, b) => numberOf(b) - numberOf(a))
            const files = names.map((name) => readFileSync(join(folder, name), 'utf8'))
            expect(files.join('')).toBe(texts.map((text) => `${text}\n`).join(''))
            for (const file of files) {
              const records = file.split('\n').length - 1
              if (records > 1) expect(Buffer.byteLength(file)).toBeLessThan(maxBytes)
              if (maxRecords > 0) expect(records).toBeLessThanOrEqual(maxRecords)
            }
          } finally {
            rmSync(folder, { recursive: true })
          }
        },
      ),
      { numRuns: 60 },
    )
  })
})

const units: readonly RolloverUnit[] = ['S', 'M', 'H', 'D', 'MIDNIGHT', 'W0', 'W3', 'W6']

const timeOfDay = fc.record({
  hour: fc.integer({ min: 0, max: 23 }),
  minute: fc.integer({ min: 0, max: 59 }),
})

describe('rollover times', () => {
  it('come after now, within the interval, and name a start before them', () => {
    fc.assert(
      fc.property(
        fc.record({
          unit: fc.constantFrom(...units),
          interval: fc.integer({ min: 1, max: 5 }),
          utc: fc.boolean(),
          atTime: fc.option(timeOfDay, { nil: undefined }),
        }),
        fc.integer({ min: 0, max: 4_000_000_000 }),
        (schedule, second) => {
          const { unit, interval } = schedule
          const now = second * 1000
          const next = nextRollover(schedule, now)
          expect(next).toBeGreaterThan(now)
          const longest = unit.startsWith('W') ? 7 : 1
          // A day may have 25 hours.
          expect(next - now).toBeLessThanOrEqual(longest * interval * 90_000_000)
          expect(rolloverSuffix(schedule, next)).toMatch(new RegExp(`^${rolloverPattern(unit)}$`))
        },
      ),
    )
  })
})
