/** The unit of time after which a file rolls. */
export type RolloverUnit = 'S' | 'M' | 'H' | 'D' | 'MIDNIGHT' | 'W0' | 'W1' | 'W2' | 'W3' | 'W4' | 'W5' | 'W6'

/** A time of day: `{ hour: 4, minute: 30 }`. */
export interface TimeOfDay {
  readonly hour: number
  readonly minute?: number | undefined
  readonly second?: number | undefined
}

/** When a file rolls, and how its old files are named. All times are milliseconds since 1970. */
export interface RolloverSchedule {
  readonly unit: RolloverUnit
  readonly interval: number
  readonly utc: boolean
  readonly atTime: TimeOfDay | undefined
}

const unitMs = { S: 1000, M: 60_000, H: 3_600_000, D: 86_400_000 } as const
const dayMs = 86_400_000

/**
 * Returns the unit that `when` names, in any case.
 * @throws {RangeError} for anything but S, M, H, D, MIDNIGHT and W0 (Monday) to W6.
 */
export function parseRolloverUnit(when: string): RolloverUnit {
  const unit = when.toUpperCase()
  if (unit === 'S' || unit === 'M' || unit === 'H' || unit === 'D' || unit === 'MIDNIGHT') return unit
  const day = /^W([0-6])$/.exec(unit)?.[1]
  if (day !== undefined) return `W${Number(day) as 0 | 1 | 2 | 3 | 4 | 5 | 6}`
  if (unit.startsWith('W'))
    throw new RangeError(`Weekly rollover needs a day from W0 (Monday) to W6 (Sunday), not ${when}.`)
  throw new RangeError(`Invalid rollover interval: ${when}. Use S, M, H, D, MIDNIGHT or W0 to W6.`)
}

/**
 * Returns the first rollover after `now`.
 *
 * S, M, H and D last so many seconds from `now` on; D is 24 hours, not a calendar day. MIDNIGHT and W are calendar
 * times: at `atTime`, or at the end of the day (so W0 without a time is the midnight after Monday), on a day that
 * has it still to come. A local time that the clock skips in spring is taken as the time it skips to.
 */
export function nextRollover(schedule: RolloverSchedule, now: number): number {
  const { unit, interval } = schedule
  if (unit === 'S' || unit === 'M' || unit === 'H' || unit === 'D') return now + unitMs[unit] * interval
  const days = unit === 'MIDNIGHT' ? interval - 1 : (interval - 1) * 7
  let start = 0
  while (calendarTime(schedule, now, start) <= now) start += 1
  if (unit !== 'MIDNIGHT') start += daysUntil(unit, weekday(schedule, now, start))
  return calendarTime(schedule, now, start + days)
}

/**
 * Returns the name suffix of the file that ended at `rolloverAt`: the start of its interval as
 * `2026-03-29`, with `_HH`, `_HH-MM` or `_HH-MM-SS` for the units H, M and S.
 */
export function rolloverSuffix(schedule: RolloverSchedule, rolloverAt: number): string {
  const start = intervalStart(schedule, rolloverAt)
  const shifted = schedule.utc ? start : start - new Date(start).getTimezoneOffset() * 60_000
  const [date = '', time = ''] = new Date(shifted).toISOString().split('T')
  const [hour = '', minute = '', second = ''] = time.slice(0, 8).split(':')
  if (schedule.unit === 'S') return `${date}_${hour}-${minute}-${second}`
  if (schedule.unit === 'M') return `${date}_${hour}-${minute}`
  return schedule.unit === 'H' ? `${date}_${hour}` : date
}

/** Returns the pattern of the suffixes of a unit, not anchored: no digit stands before or after it. */
export function rolloverPattern(unit: RolloverUnit): string {
  const date = '\\d{4}-\\d{2}-\\d{2}'
  const time = { S: '_\\d{2}-\\d{2}-\\d{2}', M: '_\\d{2}-\\d{2}', H: '_\\d{2}' }
  const rest = unit === 'S' || unit === 'M' || unit === 'H' ? time[unit] : ''
  return `(?<!\\d)${date}${rest}(?!\\d)`
}

function intervalStart({ unit, interval, utc }: RolloverSchedule, rolloverAt: number): number {
  if (unit === 'S' || unit === 'M' || unit === 'H' || unit === 'D')
    return rolloverAt - unitMs[unit] * interval
  const days = unit === 'MIDNIGHT' ? interval : interval * 7
  if (utc) return rolloverAt - days * dayMs
  // By calendar: a day with a change of clocks has 23 or 25 hours.
  const start = new Date(rolloverAt)
  start.setDate(start.getDate() - days)
  return start.getTime()
}

/** Returns the schedule's time of day `days` after the day of `now`; without one, the end of that day. */
function calendarTime({ utc, atTime }: RolloverSchedule, now: number, days: number): number {
  const { hour, minute = 0, second = 0 } = atTime ?? { hour: 24 }
  const date = new Date(now)
  return utc
    ? Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() + days, hour, minute, second)
    : new Date(date.getFullYear(), date.getMonth(), date.getDate() + days, hour, minute, second).getTime()
}

/** Returns the weekday, Monday as 0, `days` after the day of `now`. */
function weekday({ utc }: RolloverSchedule, now: number, days: number): number {
  const date = new Date(now)
  return ((utc ? date.getUTCDay() : date.getDay()) + days + 6) % 7
}

function daysUntil(unit: string, from: number): number {
  return (Number(unit.slice(1)) - from + 7) % 7
}
