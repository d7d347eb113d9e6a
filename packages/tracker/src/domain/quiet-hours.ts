/** Hours of the day in which nothing is told; what comes in them is told together when they end. */
export interface QuietHours {
  /** Minutes after midnight, 0 to 1439. */
  readonly from: number
  /** Minutes after midnight, exclusive; before `from` when the hours span midnight. */
  readonly to: number
  /** An IANA name: `Europe/Amsterdam`. */
  readonly timeZone: string
}

/** Returns quiet hours from what a client sent, or the sentence that says what is wrong with it. */
export function parseQuietHours(value: unknown): QuietHours | string {
  if (typeof value !== 'object' || value === null)
    return 'Must be {"from": "22:00", "to": "07:00", "timeZone": "UTC"}.'
  const { from, to, timeZone = 'UTC' }: { from?: unknown; to?: unknown; timeZone?: unknown } = value
  const [begin, end] = [minutesOf(from), minutesOf(to)]
  if (begin === undefined || end === undefined) return '"from" and "to" must be times of day as "22:00".'
  if (begin === end) return '"from" and "to" must differ.'
  if (typeof timeZone !== 'string' || !isTimeZone(timeZone)) return '"timeZone" must be an IANA name.'
  return { from: begin, to: end, timeZone }
}

/** Returns minutes after midnight as a time of day: `22:00`. */
export function timeOfDay(minutes: number): string {
  const pad = (part: number): string => String(part).padStart(2, '0')
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`
}

/**
 * Returns when the quiet hours that hold an instant end, or undefined when it is outside of them. To the minute; hours
 * that a change of clocks adds or takes away are as long as the clock on the wall says.
 */
export function quietUntil({ from, to, timeZone }: QuietHours, at: number): number | undefined {
  const now = wallMinutes(at, timeZone)
  const length = (to - from + 1440) % 1440
  const into = (now - from + 1440) % 1440
  if (into >= length) return undefined
  const minuteStart = at - (at % 60_000)
  let end = minuteStart + (length - into) * 60_000
  // Clocks may have changed in between: look where the wall says `to`.
  const drift = (wallMinutes(end, timeZone) - to + 1440) % 1440
  if (drift !== 0) end -= (drift > 720 ? drift - 1440 : drift) * 60_000
  return end > at ? end : undefined
}

function wallMinutes(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const part = (type: string): number => Number(parts.find((each) => each.type === type)?.value ?? 0)
  return part('hour') * 60 + part('minute')
}

function minutesOf(value: unknown): number | undefined {
  const match = typeof value === 'string' ? /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(value) : null
  if (match) return Number(match[1]) * 60 + Number(match[2])
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < 1440
    ? value
    : undefined
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
