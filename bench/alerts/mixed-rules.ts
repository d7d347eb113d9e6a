import type { AlertCondition } from '../../packages/tracker/src/domain/alert-condition.ts'
import type { AlertFilter } from '../../packages/tracker/src/domain/alert-filter.ts'
import type { AlertRule } from '../../packages/tracker/src/domain/alert-rule.ts'
import { defaultRule } from '../../packages/tracker/src/domain/default-rule.ts'

const conditions: readonly (readonly AlertCondition[])[] = [
  [{ kind: 'new-issue' }],
  [{ kind: 'regression' }],
  [{ kind: 'event-count', value: 100, interval: '1m' }],
  [{ kind: 'event-count', value: 1000, interval: '1h' }],
  [{ kind: 'user-count', value: 50, interval: '1h' }],
  [{ kind: 'session-share', value: 5, interval: '5m' }],
  [{ kind: 'event-count', value: 5000, interval: '1d' }],
  [{ kind: 'reappeared' }],
  [{ kind: 'event-count', value: 100, interval: '1h', comparedTo: '1d' }],
  [{ kind: 'every-event' }],
]

const filters: readonly (readonly AlertFilter[])[] = [
  [],
  [{ kind: 'level', match: 'at-least', level: 'fatal' }],
  [{ kind: 'tag', key: 'browser', match: 'starts-with', value: 'Opera' }],
]

/** Returns rules as a project that uses all there is has them: every kind of condition, a filter in two of three. */
export function mixedRules(count: number): readonly AlertRule[] {
  return Array.from({ length: count }, (_, n): AlertRule => ({
    ...defaultRule,
    id: n + 1,
    projectId: 1,
    name: `Rule ${n + 1}`,
    conditions: conditions[n % conditions.length] ?? [],
    // An event that fits every rule at once would measure mails, not rules.
    filters: n % conditions.length === 9 ? (filters[1] ?? []) : (filters[n % filters.length] ?? []),
    environment: n % 4 === 3 ? 'production' : undefined,
    frequencyMinutes: 30,
    createdAt: 0,
    updatedAt: 0,
  }))
}
