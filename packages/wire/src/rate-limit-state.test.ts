import { describe, expect, it } from 'vitest'
import { isRateLimited, type RateLimitState, updateRateLimits } from './rate-limit-state.ts'

const now = Date.UTC(2026, 10, 22)
const fresh: RateLimitState = new Map()

function after(
  status: number,
  fields: Record<string, string>,
  state: RateLimitState = fresh,
): RateLimitState {
  return updateRateLimits(state, { headers: new Headers(fields), status, now })
}

describe('updateRateLimits()', () => {
  it('A9: counts the header on any status', () => {
    const state = after(200, { 'X-Sentry-Rate-Limits': '60:error;session:key' })
    expect(isRateLimited(state, 'error', now + 59_999)).toBe(true)
    expect(isRateLimited(state, 'error', now + 60_000)).toBe(false)
    expect(isRateLimited(state, 'session', now)).toBe(true)
    expect(isRateLimited(state, 'attachment', now)).toBe(false)
  })

  it('A9: no categories limit everything', () => {
    const state = after(200, { 'X-Sentry-Rate-Limits': '60::key' })
    expect(isRateLimited(state, 'feedback', now)).toBe(true)
  })

  it('A9: unknown categories alone limit nothing', () => {
    expect(after(429, { 'X-Sentry-Rate-Limits': '60:new_thing:key', 'Retry-After': '60' }).size).toBe(0)
  })

  const waits: readonly (readonly [string, Record<string, string>, number])[] = [
    ['429 alone is a minute', {}, 60_000],
    ['429 with seconds', { 'Retry-After': '7' }, 7000],
    ['429 with a date', { 'Retry-After': new Date(now + 90_000).toUTCString() }, 90_000],
    ['429 with nonsense is a minute', { 'Retry-After': 'later' }, 60_000],
    ['429 with an unreadable limit is a minute', { 'X-Sentry-Rate-Limits': 'x' }, 60_000],
    ['429 is a day at most', { 'Retry-After': '999999999' }, 86_400_000],
  ]
  it.each(waits)('A9: %s', (_, fields, waitMs) => {
    const state = after(429, fields)
    expect(isRateLimited(state, 'error', now + waitMs - 1)).toBe(true)
    expect(isRateLimited(state, 'error', now + waitMs)).toBe(false)
  })

  it('A9: Retry-After counts on 429 only', () => {
    expect(after(503, { 'Retry-After': '7' }).size).toBe(0)
  })

  it('A9: keeps the longest limit', () => {
    const long = after(200, { 'X-Sentry-Rate-Limits': '60:error:key, 10:error:project' })
    const state = after(200, { 'X-Sentry-Rate-Limits': '5:error:key' }, long)
    expect(isRateLimited(state, 'error', now + 59_999)).toBe(true)
  })

  it('ignores limits on metrics that clients do not send', () => {
    expect(after(200, { 'X-Sentry-Rate-Limits': '60:metric_bucket:key::other' }).size).toBe(0)
    expect(after(200, { 'X-Sentry-Rate-Limits': '60:metric_bucket:key::custom' }).size).toBe(1)
  })

  it('forgets what is over and leaves the state given as it was', () => {
    const state: RateLimitState = new Map([['error', now]])
    expect(after(200, {}, state).size).toBe(0)
    expect(state.size).toBe(1)
  })
})
