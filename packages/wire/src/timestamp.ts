const pattern =
  /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,12}))?)?\s?([Zz]|[+-]\d\d:?\d\d)?$/

/** The last second of the year 9999; later numbers are milliseconds sent by mistake, or nonsense. */
const maxSeconds = 253_402_300_799

/**
 * Returns a protocol timestamp as milliseconds since 1970 (possibly fractional), or undefined if it is none.
 * Accepts RFC 3339 text (a missing zone means UTC, a space may stand for the T) and numbers, which are seconds since
 * 1970. Times before 1970 and after 9999 are undefined.
 */
export function parseTimestamp(value: unknown): number | undefined {
  if (typeof value === 'number') return value >= 0 && value <= maxSeconds ? value * 1000 : undefined
  if (typeof value !== 'string' || value.length > 64) return undefined
  const match = pattern.exec(value)
  return match ? fromParts(match) : undefined
}

function fromParts(match: RegExpExecArray): number | undefined {
  const [, year, month, day, hour, minute, second = '0', fraction = '', zone = 'Z'] = match
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined
  const midnight = Date.UTC(Number(year), Number(month) - 1, Number(day))
  const date = new Date(midnight)
  // Date.UTC turns the 31st of February into a day of March; a timestamp like that is no timestamp.
  if (date.getUTCMonth() !== Number(month) - 1 || date.getUTCDate() !== Number(day)) return undefined
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second)
  const ms = midnight + seconds * 1000 + Number(`0.${fraction || '0'}`) * 1000 - zoneOffsetMs(zone)
  return ms >= 0 && ms <= maxSeconds * 1000 + 999 ? ms : undefined
}

function zoneOffsetMs(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0
  const digits = zone.slice(1).replace(':', '')
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2))
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000
}
