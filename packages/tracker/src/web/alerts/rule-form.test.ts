import { describe, expect, it } from 'vitest'
import type { AlertAction } from '../../domain/alert-action.ts'
import type { AlertCondition } from '../../domain/alert-condition.ts'
import type { AlertFilter } from '../../domain/alert-filter.ts'
import type { AlertRuleDraft } from '../../domain/alert-rule.ts'
import { defaultRule } from '../../domain/default-rule.ts'
import { checkRule, toRuleForm } from './rule-form.ts'
import { ruleSentence } from './rule-sentence.ts'

const places = {
  destinations: [{ id: 7, name: '#errors', channel: 'Slack' }],
  teams: [{ id: 2, name: '#payments' }],
  members: [{ id: 3, name: 'Ada' }],
}

const filters: readonly AlertFilter[] = [
  { kind: 'age', than: 'older', value: 3, unit: 'day' },
  { kind: 'occurrences', value: 10 },
  { kind: 'assigned', to: 'nobody' },
  { kind: 'assigned', to: 'team', id: 2 },
  { kind: 'latest-release' },
  { kind: 'level', match: 'at-least', level: 'warning' },
  { kind: 'tag', key: 'server', match: 'is-set', value: '' },
  { kind: 'tag', key: 'server', match: 'starts-with', value: 'web' },
  { kind: 'attribute', attribute: 'http.url', match: 'contains', value: '/checkout' },
]
const conditions: readonly AlertCondition[] = [
  { kind: 'new-issue' },
  { kind: 'regression' },
  { kind: 'reappeared' },
  { kind: 'every-event' },
  { kind: 'event-count', value: 100, interval: '1h' },
  { kind: 'event-count', value: 50, interval: '5m', comparedTo: '1d' },
  { kind: 'user-count', value: 0, interval: '30d' },
  { kind: 'user-count', value: 5, interval: '1w', comparedTo: '1w' },
  { kind: 'session-share', value: 0.5, interval: '10m' },
  { kind: 'no-events', interval: '1h' },
  ...filters,
]
const actions: readonly AlertAction[] = [
  { kind: 'mail', target: { kind: 'all-members' } },
  { kind: 'mail', target: { kind: 'owners', fallthrough: 'nobody' } },
  { kind: 'mail', target: { kind: 'address', address: 'ops@example.org' } },
  { kind: 'mail', target: { kind: 'member', id: 3 } },
  { kind: 'mail', target: { kind: 'team', id: 2 } },
  { kind: 'channel', destinationId: 7 },
]

describe('toRuleForm() and checkRule()', () => {
  it('CHN-24 bring back every kind of line', () => {
    const rule: AlertRuleDraft = {
      name: 'All of it',
      environment: 'production',
      conditions,
      filters,
      actions,
      actionMatch: 'any',
      filterMatch: 'none',
      frequencyMinutes: 45,
      quietHours: { from: 1320, to: 420, timeZone: 'Europe/Amsterdam' },
      realertEvery: 100,
      enabled: false,
    }
    expect(checkRule(toRuleForm(rule), places)).toEqual({ draft: rule, problems: {} })
    expect(checkRule(toRuleForm(defaultRule), places)).toEqual({ draft: defaultRule, problems: {} })
  })

  it('leave out lines that are not whole, and say why', () => {
    const form = toRuleForm({ ...defaultRule, actions: [{ kind: 'channel', destinationId: 99 }] })
    const lines = [
      { kind: 'event-count', values: { value: '-1', interval: '1h' } },
      { kind: 'event-count', values: { value: '1', interval: '2h' } },
      { kind: 'constructor', values: {} },
      { kind: 'session-share', values: { value: '101', interval: '10m' } },
    ]
    const { draft, problems } = checkRule({ ...form, when: lines }, places)
    expect(draft.conditions).toEqual([])
    expect(Object.keys(problems)).toEqual(['when.0', 'when.1', 'when.2', 'when.3', 'actions.0'])
    expect(problems['actions.0']).toContain('removed')
  })
})

describe('ruleSentence()', () => {
  it.each([
    [defaultRule, /^When a new issue is created or .*, mail all members; each time\.$/],
    [
      {
        ...defaultRule,
        environment: 'production',
        conditions: [{ kind: 'event-count', value: 100, interval: '1h' }],
        filters: [filters[5]],
        actions: [actions[5], actions[0], actions[2]],
        frequencyMinutes: 120,
      },
      /^When an issue is seen more than 100 times in one hour in production, and if the event's level is at least warning, send to #errors, mail all members and mail ops@example\.org; at most once an issue in 2 hours\.$/,
    ],
    [
      {
        ...defaultRule,
        actions: [actions[3], actions[4], { kind: 'mail', target: { kind: 'team', id: 9 } }],
      },
      /mail Ada, mail team #payments and mail a team that was removed;/,
    ],
    [
      { ...defaultRule, filters: [filters[3]] },
      /, and if the issue is assigned to #payments, mail all members; each time\.$/,
    ],
    [{ ...defaultRule, conditions: [], actions: [] }, /^When any event comes in, tell nobody; each time\.$/],
  ] as const)('says %j', (rule, expected) => {
    expect(ruleSentence(rule as AlertRuleDraft, places)).toMatch(expected)
  })
})
