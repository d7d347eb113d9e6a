import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { nextRollover, parseRolloverUnit, rolloverPattern, rolloverSuffix } from './rollover-time.ts'

const module = fileURLToPath(new URL('rollover-time.ts', import.meta.url))
const utc = (text: string): number => Date.parse(`${text}Z`)
const iso = (ms: number): string => new Date(ms).toISOString().slice(0, 19)

/** Runs in a process of its own, since a process has one time zone. */
function inZone(zone: string, cases: readonly unknown[]): unknown {
  const code = `
    import { nextRollover, rolloverSuffix } from ${JSON.stringify(module)}
    const cases = ${JSON.stringify(cases)}
    console.log(JSON.stringify(cases.map(([schedule, now]) => {
      const next = nextRollover(schedule, Date.parse(now + 'Z'))
      return [new Date(next).toISOString().slice(0, 19), rolloverSuffix(schedule, next)]
    })))`
  const output = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', code], {
    env: { ...process.env, TZ: zone },
    encoding: 'utf8',
  })
  return JSON.parse(output)
}

describe('parseRolloverUnit', () => {
  it.each(['S', 's', 'M', 'H', 'D', 'midnight', 'MIDNIGHT', 'w0', 'W6'])('takes %s', (when) => {
    expect(parseRolloverUnit(when)).toBe(when.toUpperCase())
  })
  it.each(['X', 'W', 'W7', '', 'W00', 'weekly'])('refuses %j', (when) => {
    expect(() => parseRolloverUnit(when)).toThrow(RangeError)
  })
})

describe('nextRollover in UTC', () => {
  const plain = { interval: 1, utc: true, atTime: undefined }
  // 1970-01-01 was a Thursday.
  it.each([
    [{ ...plain, unit: 'S' as const }, '1970-01-01T00:00:00', '1970-01-01T00:00:01'],
    [{ ...plain, unit: 'M' as const }, '1970-01-01T00:00:00', '1970-01-01T00:01:00'],
    [{ ...plain, unit: 'H' as const, interval: 6 }, '1970-01-01T00:30:00', '1970-01-01T06:30:00'],
    [{ ...plain, unit: 'D' as const }, '1970-01-01T15:00:00', '1970-01-02T15:00:00'],
    [{ ...plain, unit: 'MIDNIGHT' as const }, '1970-01-01T00:00:00', '1970-01-02T00:00:00'],
    [{ ...plain, unit: 'MIDNIGHT' as const }, '1970-01-01T23:59:59', '1970-01-02T00:00:00'],
    [{ ...plain, unit: 'MIDNIGHT' as const, interval: 3 }, '1970-01-01T12:00:00', '1970-01-04T00:00:00'],
    [{ ...plain, unit: 'W0' as const }, '1970-01-01T00:00:00', '1970-01-06T00:00:00'],
    [{ ...plain, unit: 'W3' as const }, '1970-01-01T12:00:00', '1970-01-02T00:00:00'],
    [{ ...plain, unit: 'W3' as const, interval: 2 }, '1970-01-01T12:00:00', '1970-01-09T00:00:00'],
  ])('%j after %s is %s', (schedule, now, next) => {
    expect(iso(nextRollover(schedule, utc(now)))).toBe(next)
  })

  const noon = { interval: 1, utc: true, atTime: { hour: 12 } }
  it.each([
    [{ ...noon, unit: 'MIDNIGHT' as const }, '1970-01-01T11:59:59', '1970-01-01T12:00:00'],
    [{ ...noon, unit: 'MIDNIGHT' as const }, '1970-01-01T12:00:00', '1970-01-02T12:00:00'],
    [{ ...noon, unit: 'MIDNIGHT' as const }, '1970-01-01T13:00:00', '1970-01-02T12:00:00'],
    [{ ...noon, unit: 'W3' as const }, '1970-01-01T11:00:00', '1970-01-01T12:00:00'],
    [{ ...noon, unit: 'W3' as const }, '1970-01-01T12:00:00', '1970-01-08T12:00:00'],
    [{ ...noon, unit: 'W0' as const }, '1970-01-01T13:00:00', '1970-01-05T12:00:00'],
  ])('atTime: %j after %s is %s', (schedule, now, next) => {
    expect(iso(nextRollover(schedule, utc(now)))).toBe(next)
  })
})

describe('rolloverSuffix', () => {
  const at = utc('2026-03-05T12:34:56')
  it.each([
    ['S' as const, 1, '2026-03-05_12-34-55'],
    ['M' as const, 1, '2026-03-05_12-33'],
    ['H' as const, 2, '2026-03-05_10'],
    ['D' as const, 1, '2026-03-04'],
    ['MIDNIGHT' as const, 1, '2026-03-04'],
    ['W2' as const, 1, '2026-02-26'],
  ])('%s: is the start of the interval, and fits the pattern', (unit, interval, suffix) => {
    expect(rolloverSuffix({ unit, interval, utc: true, atTime: undefined }, at)).toBe(suffix)
    expect(suffix).toMatch(new RegExp(`^${rolloverPattern(unit)}$`))
  })
})

describe('local time', () => {
  const midnight = { unit: 'MIDNIGHT', interval: 1, utc: false }
  it('DST: midnight in Berlin stays midnight when clocks go forward and back', () => {
    expect(
      inZone('Europe/Berlin', [
        [midnight, '2026-01-15T12:00:00'],
        [midnight, '2026-03-28T23:30:00'],
        [midnight, '2026-10-24T22:30:00'],
        [{ ...midnight, interval: 2 }, '2026-03-28T12:00:00'],
      ]),
    ).toEqual([
      ['2026-01-15T23:00:00', '2026-01-15'],
      ['2026-03-29T22:00:00', '2026-03-29'],
      ['2026-10-25T23:00:00', '2026-10-25'],
      ['2026-03-29T22:00:00', '2026-03-28'],
    ])
  })

  it('DST: a time of day that the clock skips is the time it skips to', () => {
    const atTwoThirty = { ...midnight, atTime: { hour: 2, minute: 30 } }
    expect(inZone('Europe/Berlin', [[atTwoThirty, '2026-03-28T12:00:00']])).toEqual([
      ['2026-03-29T01:30:00', '2026-03-28'],
    ])
  })

  it('DST: a change of half an hour is followed too', () => {
    expect(inZone('Australia/Lord_Howe', [[midnight, '2026-04-04T14:00:00']])).toEqual([
      ['2026-04-05T13:30:00', '2026-04-05'],
    ])
  })

  it('weekday and date are those of the zone', () => {
    // In Auckland it is Monday already.
    expect(
      inZone('Pacific/Auckland', [[{ unit: 'W0', interval: 1, utc: false }, '2026-06-07T13:00:00']]),
    ).toEqual([['2026-06-08T12:00:00', '2026-06-02']])
  })

  it('hours are named in local time', () => {
    expect(inZone('Asia/Kolkata', [[{ unit: 'H', interval: 1, utc: false }, '2026-06-07T13:00:00']])).toEqual(
      [['2026-06-07T14:00:00', '2026-06-07_18']],
    )
  })
})
