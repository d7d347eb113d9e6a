/** The numbers of syslog's facilities (RFC 5424, section 6.2.1). */
export const syslogFacilities = {
  kern: 0,
  user: 1,
  mail: 2,
  daemon: 3,
  auth: 4,
  syslog: 5,
  lpr: 6,
  news: 7,
  uucp: 8,
  cron: 9,
  authpriv: 10,
  ftp: 11,
  ntp: 12,
  security: 13,
  console: 14,
  solcron: 15,
  local0: 16,
  local1: 17,
  local2: 18,
  local3: 19,
  local4: 20,
  local5: 21,
  local6: 22,
  local7: 23,
} as const

/** The numbers of syslog's severities, the most severe first, with their usual second names. */
export const syslogSeverities = {
  emerg: 0,
  panic: 0,
  alert: 1,
  crit: 2,
  critical: 2,
  err: 3,
  error: 3,
  warning: 4,
  warn: 4,
  notice: 5,
  info: 6,
  debug: 7,
} as const

export type SyslogFacility = keyof typeof syslogFacilities
export type SyslogSeverity = keyof typeof syslogSeverities

/**
 * Returns the number in `<PRI>`: facility times 8 plus severity.
 * @throws {RangeError} for a facility that is not one of the names or 0 to 23.
 */
export function encodePriority(facility: SyslogFacility | number, severity: SyslogSeverity): number {
  return facilityNumber(facility) * 8 + syslogSeverities[severity]
}

/** Returns the number of a facility. @throws {RangeError} for one that does not exist. */
export function facilityNumber(facility: SyslogFacility | number): number {
  if (typeof facility === 'number' && Number.isInteger(facility) && facility >= 0 && facility <= 23)
    return facility
  if (typeof facility === 'string' && Object.hasOwn(syslogFacilities, facility))
    return syslogFacilities[facility]
  throw new RangeError(
    `Unknown syslog facility: ${facility}. Use a name such as local0, or a number from 0 to 23.`,
  )
}
