import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatRateLimits, parseRateLimits, unwantedTraffic } from './rate-limits.ts'

describe('parseRateLimits()', () => {
  it('A9: reads several limits', () => {
    expect(
      parseRateLimits('60:transaction:key, 2700:default;error;security:organization:quota_exceeded'),
    ).toEqual([
      { retryAfterSeconds: 60, categories: ['transaction'], scope: 'key' },
      {
        retryAfterSeconds: 2700,
        categories: ['default', 'error', 'security'],
        scope: 'organization',
        reason: 'quota_exceeded',
      },
    ])
  })

  const cases: readonly (readonly [string, string, readonly object[]])[] = [
    [
      'no categories mean all',
      '30::organization',
      [{ retryAfterSeconds: 30, categories: [], scope: 'organization' }],
    ],
    [
      'spaces are ignored',
      ' 30 : error ; default : key ',
      [{ retryAfterSeconds: 30, categories: ['error', 'default'], scope: 'key' }],
    ],
    [
      'unknown categories are kept apart from none',
      '30:new_thing:key',
      [{ retryAfterSeconds: 30, categories: ['new_thing'], scope: 'key' }],
    ],
    [
      'further fields are ignored',
      '30:error:key:r:a;b:x:y',
      [{ retryAfterSeconds: 30, categories: ['error'], scope: 'key', reason: 'r', namespaces: ['a', 'b'] }],
    ],
    [
      'namespaces without a reason',
      '30:metric_bucket:key::custom',
      [{ retryAfterSeconds: 30, categories: ['metric_bucket'], scope: 'key', namespaces: ['custom'] }],
    ],
    [
      'fractions of seconds',
      '1.5:error:key',
      [{ retryAfterSeconds: 1.5, categories: ['error'], scope: 'key' }],
    ],
    [
      'a limit without seconds is left out',
      'soon:error:key, 5:error:key',
      [{ retryAfterSeconds: 5, categories: ['error'], scope: 'key' }],
    ],
    [
      'a wait is cut to a day',
      '999999999:error:key',
      [{ retryAfterSeconds: 86_400, categories: ['error'], scope: 'key' }],
    ],
    ['seconds alone', '5', [{ retryAfterSeconds: 5, categories: [], scope: '' }]],
    ['nothing', '', []],
  ]
  it.each(cases)('A9: %s', (_, header, limits) => {
    expect(parseRateLimits(header)).toEqual(limits)
  })

  it('reads at most a hundred limits', () => {
    expect(parseRateLimits('1::key,'.repeat(500))).toHaveLength(100)
  })
})

describe('formatRateLimits()', () => {
  it('A7: tells clients to stop what nobody wants', () => {
    expect(formatRateLimits([unwantedTraffic])).toBe(
      '86400:transaction;span;session;replay;profile;log_item;monitor:organization',
    )
  })

  it('writes what parseRateLimits() reads', () => {
    const name = fc.stringMatching(/^[a-z_]{1,10}$/)
    const limit = fc.record(
      {
        retryAfterSeconds: fc.integer({ min: 0, max: 86_400 }),
        categories: fc.array(name, { maxLength: 4 }),
        scope: fc.constantFrom('organization', 'project', 'key'),
        reason: name,
        namespaces: fc.array(name, { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: ['retryAfterSeconds', 'categories', 'scope'] },
    )
    fc.assert(
      fc.property(fc.array(limit, { maxLength: 5 }), (limits) => {
        expect(parseRateLimits(formatRateLimits(limits))).toEqual(limits)
      }),
    )
  })

  it('keeps separators and line breaks out of names', () => {
    const header = formatRateLimits([
      { retryAfterSeconds: 0.1, categories: ['a;b'], scope: 'key', reason: 'x:y, 1\r\n' },
    ])
    expect(header).toBe('1:a_b:key:x_y__1__')
  })
})
