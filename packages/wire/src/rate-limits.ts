/*
 * The header X-Sentry-Rate-Limits, on an answer of any status:
 *
 *   header  = limit *( "," limit )
 *   limit   = seconds ":" [ names ] ":" scope [ ":" [ reason ] [ ":" [ names ] ] ]    ; further fields are ignored
 *   names   = name *( ";" name )
 *   seconds = digits [ "." digits ]
 *
 * The first names are categories, none meaning all of them; the second are namespaces of metrics. Spaces between
 * tokens are ignored. Source: https://develop.sentry.dev/sdk/expected-features/rate-limiting/
 */

/** One limit: what not to send, and for how long. */
export interface RateLimit {
  /** From 0 to 86400; whole seconds when written. */
  readonly retryAfterSeconds: number
  /** Names of `DataCategory`, possibly unknown ones; none means every category. */
  readonly categories: readonly string[]
  /** What is limited: `organization`, `project` or `key`. */
  readonly scope: string
  readonly reason?: string
  /** Namespaces of metrics that are limited; none means all of them. */
  readonly namespaces?: readonly string[]
}

const maxSeconds = 86_400
const maxLimits = 100
const maxHeaderLength = 8192

/**
 * What a server for errors has no use for, told on every answer so that clients stop making it.
 * It names transactions, spans, sessions, replays, profiles, logs and check-ins, for a day.
 */
export const unwantedTraffic: RateLimit = {
  retryAfterSeconds: maxSeconds,
  categories: ['transaction', 'span', 'session', 'replay', 'profile', 'log_item', 'monitor'],
  scope: 'organization',
}

/** Returns the value of an `X-Sentry-Rate-Limits` header; fractions of seconds are rounded up. */
export function formatRateLimits(limits: readonly RateLimit[]): string {
  return limits.map(formatLimit).join(', ')
}

/**
 * Returns the limits that an `X-Sentry-Rate-Limits` header names, in its order.
 * A limit without readable seconds is left out; unknown categories are kept and match nothing. Read are at most 8192
 * characters and 100 limits; waits are cut to a day, so that a server's mistake cannot silence a client for good.
 */
export function parseRateLimits(header: string): readonly RateLimit[] {
  return header
    .slice(0, maxHeaderLength)
    .split(',', maxLimits)
    .map(parseLimit)
    .filter((limit) => limit !== undefined)
}

function formatLimit(limit: RateLimit): string {
  const seconds = Math.ceil(clampSeconds(limit.retryAfterSeconds))
  const fields = [String(seconds), limit.categories.map(token).join(';'), token(limit.scope)]
  const namespaces = (limit.namespaces ?? []).map(token).join(';')
  if (limit.reason !== undefined || namespaces !== '') fields.push(token(limit.reason ?? ''))
  if (namespaces !== '') fields.push(namespaces)
  return fields.join(':')
}

/** Separators and line breaks inside a name would change what the header says. */
function token(name: string): string {
  return name.replace(/[^\w.-]/g, '_')
}

function parseLimit(text: string): RateLimit | undefined {
  const [seconds = '', categories = '', scope = '', reason = '', namespaces = ''] = text
    .replace(/\s/g, '')
    .split(':')
  if (!/^\d+(?:\.\d+)?$/.test(seconds)) return undefined
  const names = namesOf(namespaces)
  return {
    retryAfterSeconds: clampSeconds(Number(seconds)),
    categories: namesOf(categories),
    scope,
    ...(reason === '' ? {} : { reason }),
    ...(names.length === 0 ? {} : { namespaces: names }),
  }
}

function namesOf(text: string): readonly string[] {
  return text.split(';').filter((name) => name !== '')
}

function clampSeconds(seconds: number): number {
  return seconds > 0 ? Math.min(seconds, maxSeconds) : 0
}
