/** Returns the text of a date, in the zone its format was compiled for. */
export type DateFormatter = (date: Date) => string

/** The parts of a date in one zone, local or UTC. */
interface DateParts {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly weekday: number
  readonly offsetMinutes: number
  readonly date: Date
  readonly zone: () => string
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const DIRECTIVES: Readonly<Record<string, (parts: DateParts) => string>> = {
  a: ({ weekday }) => nameAt(DAYS, weekday).slice(0, 3),
  A: ({ weekday }) => nameAt(DAYS, weekday),
  b: ({ month }) => nameAt(MONTHS, month).slice(0, 3),
  B: ({ month }) => nameAt(MONTHS, month),
  c: (parts) =>
    `${nameAt(DAYS, parts.weekday).slice(0, 3)} ${nameAt(MONTHS, parts.month).slice(0, 3)} ${blank(parts.day)} ${clock(parts)} ${parts.year}`,
  d: ({ day }) => two(day),
  D: (parts) => slashed(parts),
  e: ({ day }) => blank(day),
  f: ({ date }) => `${String(date.getUTCMilliseconds()).padStart(3, '0')}000`,
  F: (parts) => `${parts.year}-${two(parts.month + 1)}-${two(parts.day)}`,
  H: ({ hour }) => two(hour),
  I: ({ hour }) => two(hour % 12 === 0 ? 12 : hour % 12),
  j: (parts) => String(dayOfYear(parts)).padStart(3, '0'),
  m: ({ month }) => two(month + 1),
  M: ({ minute }) => two(minute),
  n: () => '\n',
  p: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  R: ({ hour, minute }) => `${two(hour)}:${two(minute)}`,
  s: ({ date }) => String(Math.floor(date.getTime() / 1000)),
  S: ({ second }) => two(second),
  t: () => '\t',
  T: (parts) => clock(parts),
  u: ({ weekday }) => String(weekday === 0 ? 7 : weekday),
  U: (parts) => two(Math.floor((dayOfYear(parts) + 6 - parts.weekday) / 7)),
  w: ({ weekday }) => String(weekday),
  W: (parts) => two(Math.floor((dayOfYear(parts) + 6 - ((parts.weekday + 6) % 7)) / 7)),
  x: (parts) => slashed(parts),
  X: (parts) => clock(parts),
  y: ({ year }) => two(year % 100),
  Y: ({ year }) => String(year),
  z: ({ offsetMinutes }) => offsetText(offsetMinutes),
  Z: ({ zone }) => zone(),
  '%': () => '%',
}

/**
 * Compiles a date format of `%Y-%m-%d %H:%M:%S` style into a function, for local time or UTC. Names of days and
 * months are English. Knows a A b B c d D e f F H I j m M n p R s S t T u U w W x X y Y z Z %; anything else is
 * left as it is.
 *
 * @see https://docs.python.org/3/library/time.html#time.strftime
 */
export function compileStrftime(format: string, utc = false): DateFormatter {
  const pieces = [...format.matchAll(/%([\s\S])|[^%]+|%$/g)].map(([text, letter]) => {
    return letter !== undefined && Object.hasOwn(DIRECTIVES, letter) ? (DIRECTIVES[letter] ?? text) : text
  })
  const zone = pieces.includes(DIRECTIVES['Z'] ?? '') && !utc ? zoneNamer() : (): string => 'UTC'
  return (date) => {
    const parts = partsOf(date, utc, zone)
    let text = ''
    for (const piece of pieces) text += typeof piece === 'string' ? piece : piece(parts)
    return text
  }
}

function partsOf(date: Date, utc: boolean, zone: (date: Date) => string): DateParts {
  const offsetMinutes = utc ? 0 : -date.getTimezoneOffset()
  // Shifted by the offset, the UTC getters read the local parts.
  const local = utc ? date : new Date(date.getTime() + offsetMinutes * 60_000)
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth(),
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    weekday: local.getUTCDay(),
    offsetMinutes,
    date,
    zone: () => zone(date),
  }
}

function nameAt(names: readonly string[], index: number): string {
  return names[index] ?? ''
}

function two(number: number): string {
  return number < 10 ? `0${number}` : String(number)
}

function blank(number: number): string {
  return String(number).padStart(2, ' ')
}

function clock({ hour, minute, second }: DateParts): string {
  return `${two(hour)}:${two(minute)}:${two(second)}`
}

function slashed({ month, day, year }: DateParts): string {
  return `${two(month + 1)}/${two(day)}/${two(year % 100)}`
}

function dayOfYear({ year, month, day }: DateParts): number {
  return Math.round((Date.UTC(year, month, day) - Date.UTC(year, 0, 1)) / 86_400_000) + 1
}

function offsetText(minutes: number): string {
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`
}

/** Making the formatter costs a hundred times what using it does. */
function zoneNamer(): (date: Date) => string {
  const format = new Intl.DateTimeFormat('en-US', { timeZoneName: 'short' })
  return (date) => format.formatToParts(date).find(({ type }) => type === 'timeZoneName')?.value ?? ''
}
