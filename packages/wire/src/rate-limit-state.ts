import { type DataCategory, isDataCategory } from './category.ts'
import { parseRateLimits, type RateLimit } from './rate-limits.ts'

/**
 * Until when a client may not send what, in milliseconds since 1970. Begin with `new Map()`.
 * It holds at most one entry per category and one for all of them.
 */
export type RateLimitState = ReadonlyMap<DataCategory | 'all', number>

/** Response headers: a `Headers` or anything that finds them by lowercase name. */
export interface HeaderReader {
  get(name: string): string | null | undefined
}

/** What a server answered, and when. */
export interface AnswerFacts {
  readonly headers: HeaderReader
  readonly status: number
  /** Milliseconds since 1970. */
  readonly now: number
}

const defaultWaitMs = 60_000
const maxWaitMs = 86_400_000

/**
 * Returns the limits that hold after an answer; the state given stays as it is.
 * `X-Sentry-Rate-Limits` counts on any status. Without it, status 429 limits everything for as long as `Retry-After`
 * says (seconds or an HTTP date, at most a day), else for 60 seconds. Of two limits on a category the longer one holds.
 */
export function updateRateLimits(state: RateLimitState, answer: AnswerFacts): RateLimitState {
  const { headers, status, now } = answer
  const next = new Map([...state].filter(([, until]) => until > now))
  const limits = parseRateLimits(headers.get('x-sentry-rate-limits') ?? '')
  for (const limit of limits) {
    const until = now + limit.retryAfterSeconds * 1000
    for (const category of limitedBy(limit)) extend(next, category, until)
  }
  if (limits.length === 0 && status === 429)
    extend(next, 'all', now + waitMs(headers.get('retry-after'), now))
  return next
}

/** Returns true while items of a category must not be sent. @param now in milliseconds since 1970. */
export function isRateLimited(state: RateLimitState, category: DataCategory, now: number): boolean {
  return (state.get('all') ?? 0) > now || (state.get(category) ?? 0) > now
}

function limitedBy(limit: RateLimit): readonly (DataCategory | 'all')[] {
  if (limit.categories.length === 0) return ['all']
  // Clients send metrics of the namespace "custom" only; limits on others are not theirs.
  const reachesClients = !limit.namespaces || limit.namespaces.includes('custom')
  return limit.categories.filter(isDataCategory).filter((name) => name !== 'metric_bucket' || reachesClients)
}

function extend(
  state: Map<DataCategory | 'all', number>,
  category: DataCategory | 'all',
  until: number,
): void {
  state.set(category, Math.max(until, state.get(category) ?? 0))
}

function waitMs(retryAfter: string | null | undefined, now: number): number {
  const text = retryAfter?.trim() ?? ''
  if (text === '') return defaultWaitMs
  const ms = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now
  return Number.isNaN(ms) ? defaultWaitMs : Math.min(Math.max(ms, 0), maxWaitMs)
}
