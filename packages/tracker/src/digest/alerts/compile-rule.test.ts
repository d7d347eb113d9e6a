import { describe, expect, it } from 'vitest'
import type { AlertCondition } from '../../domain/alert-condition.ts'
import type { AlertFilter, TextMatch } from '../../domain/alert-filter.ts'
import type { AlertRule } from '../../domain/alert-rule.ts'
import { defaultRule } from '../../domain/default-rule.ts'
import type { FingerprintedEvent } from '../../domain/digest-plan.ts'
import { hourMs } from '../../domain/instant.ts'
import { compileRule } from './compile-rule.ts'
import { happened, noMemory, type RuleContext } from './rule-context.ts'

const now = Date.UTC(2026, 10, 22, 12)

const event: FingerprintedEvent = {
  eventId: 'a',
  projectId: 1,
  type: 'error',
  platform: 'node',
  level: 'error',
  timestamp: now,
  received: now,
  mechanism: 'v1',
  hash: 'h',
  title: 'TypeError: nope',
  culprit: 'checkout',
  metadata: {},
  handled: false,
  environment: 'production',
  release: 'shop@2',
  tags: [['Browser', 'Firefox 128']],
  attributes: { 'http.url': ['https://shop.example/checkout'] },
  block: 0,
  slot: 0,
}

function context(more: Partial<RuleContext> = {}): RuleContext {
  return { event, issueId: 3, flags: 0, count: 5, firstSeen: now - 2 * hourMs, memory: noMemory, ...more }
}

function rule(more: Partial<AlertRule>): AlertRule {
  return { ...defaultRule, id: 1, projectId: 1, createdAt: 0, updatedAt: 0, ...more }
}

function fires(more: Partial<AlertRule>, on: Partial<RuleContext> = {}): boolean {
  return compileRule(rule({ conditions: [], ...more })).judge(context(on)) !== undefined
}

const onlyNew: AlertCondition = { kind: 'new-issue' }
const onlyRegressed: AlertCondition = { kind: 'regression' }

describe('compileRule()', () => {
  it.each([
    ['ALR-6', 'new-issue', happened.new],
    ['ALR-7', 'regression', happened.regressed],
    ['ALR-8', 'reappeared', happened.reappeared],
  ] as const)('%s the condition %s holds for what happened to the issue alone', (_, kind, flag) => {
    expect(fires({ conditions: [{ kind }] }, { flags: flag })).toBe(true)
    expect(fires({ conditions: [{ kind }] }, { flags: 7 & ~flag })).toBe(false)
  })

  it('ALR-9 every event fits the condition of that name, and a rule without conditions', () => {
    expect([fires({ conditions: [{ kind: 'every-event' }] }), fires({})]).toEqual([true, true])
  })

  it('ALR-2 a rule with an environment takes events of that one alone', () => {
    expect(fires({ environment: 'production' })).toBe(true)
    expect(fires({ environment: 'staging' })).toBe(false)
    expect(fires({ environment: 'production' }, { event: { ...event, environment: undefined } })).toBe(false)
  })

  it('ALR-6 in a rule with an environment, new is what was not seen there', () => {
    const memory = (isNew: boolean) => ({ ...noMemory, isNewInEnvironment: () => isNew })
    const inProduction = { conditions: [onlyNew], environment: 'production' }
    expect(fires(inProduction, { flags: 0, memory: memory(true) })).toBe(true)
    expect(fires(inProduction, { flags: happened.new, memory: memory(false) })).toBe(false)
  })

  it.each([
    ['all', 0, false],
    ['all', happened.new, false],
    ['all', happened.new | happened.regressed, true],
    ['any', 0, false],
    ['any', happened.regressed, true],
    ['none', 0, true],
    ['none', happened.new, false],
  ] as const)('ALR-3 %s of the conditions, %i happened: %s', (actionMatch, flags, expected) => {
    expect(fires({ conditions: [onlyNew, onlyRegressed], actionMatch }, { flags })).toBe(expected)
  })

  it.each([
    ['all', 'fatal', false],
    ['all', 'error', true],
    ['any', 'fatal', true],
    ['none', 'fatal', false],
  ] as const)('ALR-4 %s of the filters, one for %s: %s', (filterMatch, level, expected) => {
    const filters: readonly AlertFilter[] = [
      { kind: 'level', match: 'equal', level },
      { kind: 'occurrences', value: 5 },
    ]
    expect(fires({ filters, filterMatch })).toBe(expected)
  })

  it('ALR-10 seen more than N times is strictly more, and says the numbers', () => {
    const often = rule({ conditions: [{ kind: 'event-count', value: 10, interval: '1m' }] })
    const seen = (count: number) => ({ memory: { ...noMemory, count: () => count } })
    expect(compileRule(often).judge(context(seen(10)))).toBeUndefined()
    expect(compileRule(often).judge(context(seen(11)))).toEqual({
      trigger: 'event-count',
      reason: '11 events within one minute, more than 10.',
    })
  })

  it('ALR-11 an issue with no more events than the threshold is not looked at', () => {
    const windows: readonly AlertCondition[] = [
      { kind: 'event-count', value: 10, interval: '1m' },
      { kind: 'user-count', value: 3, interval: '1h' },
    ]
    expect(compileRule(rule({ conditions: windows, actionMatch: 'all' })).moreThan).toBe(10)
    expect(compileRule(rule({ conditions: windows, actionMatch: 'any' })).moreThan).toBe(3)
    expect(compileRule(rule({ conditions: windows, actionMatch: 'none' })).moreThan).toBe(0)
    expect(compileRule(rule({ conditions: [onlyNew] })).needs).toBe(happened.new)
    expect(compileRule(rule({ conditions: [onlyNew, ...windows], actionMatch: 'any' })).needs).toBeUndefined()
  })

  it.each([
    [0, 50, false],
    [100, 150, false],
    [100, 151, true],
    [100, 20, false],
  ])('ALR-12 %i before and %i now is more than 50 percent more: %s', (before, seen, expected) => {
    const memory = { ...noMemory, count: (what: { before?: unknown }) => (what.before ? before : seen) }
    const percent = { kind: 'event-count', value: 50, interval: '1h', comparedTo: '1d' } as const
    expect(fires({ conditions: [percent] }, { memory })).toBe(expected)
  })

  it.each([
    // In 5 minutes of an hour with 1200 sessions there are 100 of them.
    [5, 1200, 5, undefined],
    [
      6,
      1200,
      5,
      '6 % of sessions within 5 minutes, more than 5 %: 6 events for 100 sessions (1200 in the last hour).',
    ],
    [250, 1200, 100, expect.stringMatching(/^250 % of sessions/)],
    [1, 2400, 0.5, undefined],
    [
      1,
      2399,
      0.5,
      '0.5 % of sessions within 5 minutes, more than 0.5 %: 1 event for 200 sessions (2399 in the last hour).',
    ],
    [1, 1200, 0, expect.stringContaining('1 event for 100 sessions')],
    [1000, 49, 1, undefined],
    [1000, 50, 1, expect.stringContaining('50 in the last hour')],
  ])(
    'ALR-14 %i events where %i sessions began in the last hour are a share, the limit being %d %%',
    (seen, hour, value, reason) => {
      const share: AlertCondition = { kind: 'session-share', value, interval: '5m' }
      const memory = { ...noMemory, count: () => seen, sessionsOfHour: () => hour }
      const verdict = compileRule(rule({ conditions: [share] })).judge(context({ memory, count: seen }))
      expect(verdict).toEqual(reason === undefined ? undefined : { trigger: 'session-share', reason })
    },
  )

  it('ALR-14 asks for events and sessions of the environment of the rule', () => {
    const asked: unknown[] = []
    const memory = {
      ...noMemory,
      count: (what: object) => asked.push(what),
      sessionsOfHour: (what: object) => (asked.push(what), 600),
    }
    const share: AlertCondition = { kind: 'session-share', value: 1, interval: '10m' }
    compileRule(rule({ conditions: [share], environment: 'production' })).judge(context({ memory }))
    expect(asked).toMatchObject([
      { projectId: 1, environment: 'production', until: now },
      { of: 'events', environment: 'production', interval: '10m', until: now },
    ])
  })

  it('ALR-14 ALR-11 an issue with too few events for the fewest sessions is not looked at', () => {
    const share = (value: number, interval: '5m' | '1h'): number =>
      compileRule(rule({ conditions: [{ kind: 'session-share', value, interval }] })).moreThan
    expect([share(10, '1h'), share(100, '5m'), share(1, '1h')]).toEqual([5, 4, 0])
  })

  it('ALR-3 filters are allowed among the conditions, and are no reason of their own', () => {
    const conditions: readonly AlertCondition[] = [
      { kind: 'tag', key: 'browser', match: 'starts-with', value: 'firefox' },
      onlyNew,
    ]
    expect(compileRule(rule({ conditions, actionMatch: 'all' })).judge(context({ flags: 1 }))).toEqual({
      trigger: 'new-issue',
      reason: 'A new issue was found.',
    })
    expect(fires({ conditions, actionMatch: 'all' }, { flags: 0 })).toBe(false)
  })
})

describe('compileFilter()', () => {
  const passes = (filter: AlertFilter, on: Partial<RuleContext> = {}): boolean =>
    fires({ filters: [filter] }, on)

  it.each([
    ['older', 1, 'hour', true],
    ['older', 2, 'hour', false],
    ['newer', 3, 'hour', true],
    ['newer', 120, 'minute', false],
    ['newer', 1, 'day', true],
    ['newer', 1, 'week', true],
  ] as const)('ALR-16 an issue of two hours is %s than %i %s: %s', (than, value, unit, expected) => {
    expect(passes({ kind: 'age', than, value, unit })).toBe(expected)
  })

  it('ALR-17 happened at least so often', () => {
    expect([4, 5, 6].map((value) => passes({ kind: 'occurrences', value }))).toEqual([true, true, false])
  })

  it('ALR-18 assigned to nobody, a member, a team', () => {
    const mine = { assignee: { kind: 'member', id: 7 } } as const
    expect(passes({ kind: 'assigned', to: 'nobody' })).toBe(true)
    expect(passes({ kind: 'assigned', to: 'nobody' }, mine)).toBe(false)
    expect(passes({ kind: 'assigned', to: 'member', id: 7 }, mine)).toBe(true)
    expect(passes({ kind: 'assigned', to: 'team', id: 7 }, mine)).toBe(false)
  })

  it('ALR-19 from the latest release', () => {
    const memory = { ...noMemory, isLatestRelease: (_: number, release: string) => release === 'shop@2' }
    expect(passes({ kind: 'latest-release' }, { memory })).toBe(true)
    expect(passes({ kind: 'latest-release' })).toBe(false)
    const none = { ...event, release: undefined }
    expect(passes({ kind: 'latest-release' }, { memory, event: none })).toBe(false)
  })

  it.each([
    ['equal', 'error', true],
    ['equal', 'fatal', false],
    ['at-least', 'warning', true],
    ['at-least', 'fatal', false],
    ['at-most', 'warning', false],
    ['at-most', 'fatal', true],
  ] as const)('ALR-22 an error is %s %s: %s', (match, level, expected) => {
    expect(passes({ kind: 'level', match, level })).toBe(expected)
  })

  it.each<readonly [TextMatch, string, boolean]>([
    ['equals', 'firefox 128', true],
    ['equals', 'firefox', false],
    ['not-equals', 'chrome', true],
    ['starts-with', 'Fire', true],
    ['not-starts-with', 'Fire', false],
    ['ends-with', '128', true],
    ['not-ends-with', '127', true],
    ['contains', 'fox 1', true],
    ['not-contains', 'fox', false],
    ['is-in', 'chrome 1, Firefox 128', true],
    ['not-in', 'chrome 1, Firefox 128', false],
    ['is-set', '', true],
    ['is-not-set', '', false],
  ])('ALR-21 the tag browser %s "%s": %s', (match, value, expected) => {
    expect(passes({ kind: 'tag', key: 'browser', match, value })).toBe(expected)
  })

  it('ALR-21 negative comparisons hold for an event without the tag, and its own fields are tags', () => {
    expect(passes({ kind: 'tag', key: 'none', match: 'not-equals', value: 'x' })).toBe(true)
    expect(passes({ kind: 'tag', key: 'none', match: 'is-set', value: '' })).toBe(false)
    expect(passes({ kind: 'tag', key: 'environment', match: 'equals', value: 'production' })).toBe(true)
    expect(passes({ kind: 'tag', key: 'level', match: 'equals', value: 'error' })).toBe(true)
  })

  it.each([
    ['message', 'nope'],
    ['platform', 'node'],
    ['type', 'error'],
    ['error.unhandled', 'true'],
    ['http.url', 'checkout'],
  ] as const)('ALR-20 the attribute %s contains "%s"', (attribute, value) => {
    expect(passes({ kind: 'attribute', attribute, match: 'contains', value })).toBe(true)
    expect(passes({ kind: 'attribute', attribute, match: 'contains', value: 'zzz' })).toBe(false)
  })
})
