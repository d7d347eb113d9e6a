import type { AlertCondition } from '../../domain/alert-condition.ts'
import {
  alertIntervals,
  intervalWords,
  sessionIntervals,
  type AlertInterval,
} from '../../domain/alert-window.ts'
import type { RulePlaces } from './action-lines.ts'
import { filterKinds, toFilter, toFilterLine } from './filter-lines.ts'
import { choice, percentage, wholeNumber } from './line-values.ts'
import type { LineKinds, LinePart, RuleLine } from './rule-line.ts'

const interval = (
  name: string,
  label: string,
  among: readonly AlertInterval[] = alertIntervals,
): LinePart => ({
  input: 'select',
  name,
  label,
  options: among.map((each) => [each, intervalWords(each)]),
  fallback: '1h',
})

const value = (fallback: string, label: string, decimals = false): LinePart => ({
  input: 'number',
  name: 'value',
  label,
  decimals,
  fallback,
})

/** Returns the lines that WHEN may have, with the people there are. */
export function conditionKinds(places: RulePlaces): LineKinds {
  // Rules made through the API may have filters here.
  const filters = Object.entries(filterKinds(places)).map(([kind, { parts }]) => [kind, { parts }])
  return { ...ownKinds, ...Object.fromEntries(filters) }
}

const ownKinds: LineKinds = {
  'new-issue': { menu: 'A new issue is created', parts: ['a new issue is created'] },
  regression: { menu: 'A resolved issue comes back', parts: ['a resolved issue comes back'] },
  reappeared: { menu: 'An ignored issue is open again', parts: ['an ignored issue is open again'] },
  'every-event': { menu: 'Any event comes in', parts: ['any event comes in'] },
  'event-count': {
    menu: 'An issue is seen more than … times in …',
    parts: [
      'an issue is seen more than',
      value('100', 'Times'),
      'times in',
      interval('interval', 'Interval'),
    ],
  },
  'event-growth': {
    menu: 'An issue is seen … percent more than before',
    parts: [
      'an issue is seen',
      value('100', 'Percent'),
      'percent more in',
      interval('interval', 'Interval'),
      'than',
      interval('comparedTo', 'Compared with'),
      'before',
    ],
  },
  'user-count': {
    menu: 'An issue is seen by more than … users in …',
    parts: [
      'an issue is seen by more than',
      value('10', 'Users'),
      'users in',
      interval('interval', 'Interval'),
    ],
  },
  'user-growth': {
    menu: 'An issue is seen by … percent more users than before',
    parts: [
      'an issue is seen by',
      value('100', 'Percent'),
      'percent more users in',
      interval('interval', 'Interval'),
      'than',
      interval('comparedTo', 'Compared with'),
      'before',
    ],
  },
  'session-share': {
    menu: 'An issue affects more than … percent of sessions in …',
    parts: [
      'an issue affects more than',
      value('5', 'Percent', true),
      'percent of sessions in',
      interval('interval', 'Interval', sessionIntervals),
    ],
  },
  'no-events': {
    menu: 'No events come in for …',
    parts: ['no event comes in for', interval('interval', 'Interval')],
  },
}

/** Returns the line of a condition. */
export function toConditionLine(condition: AlertCondition): RuleLine {
  switch (condition.kind) {
    case 'new-issue':
    case 'regression':
    case 'reappeared':
    case 'every-event':
      return { kind: condition.kind, values: {} }
    case 'event-count':
    case 'user-count': {
      const { kind, comparedTo, interval: length } = condition
      const values = { value: String(condition.value), interval: length }
      if (comparedTo === undefined) return { kind, values }
      return {
        kind: kind === 'event-count' ? 'event-growth' : 'user-growth',
        values: { ...values, comparedTo },
      }
    }
    case 'session-share':
      return {
        kind: condition.kind,
        values: { value: String(condition.value), interval: condition.interval },
      }
    case 'no-events':
      return { kind: condition.kind, values: { interval: condition.interval } }
    default:
      return toFilterLine(condition)
  }
}

/** Returns the condition of a line. @throws {LineError} when it is not whole */
export function toCondition(line: RuleLine): AlertCondition {
  const { kind } = line
  switch (kind) {
    case 'new-issue':
    case 'regression':
    case 'reappeared':
    case 'every-event':
      return { kind }
    case 'event-count':
    case 'user-count':
      return { kind, value: countOf(line), interval: intervalOf(line) }
    case 'event-growth':
    case 'user-growth':
      return {
        kind: kind === 'event-growth' ? 'event-count' : 'user-count',
        value: countOf(line),
        interval: intervalOf(line),
        comparedTo: choice(line, 'comparedTo', alertIntervals),
      }
    case 'session-share':
      return { kind, value: percentage(line, 'value'), interval: choice(line, 'interval', sessionIntervals) }
    case 'no-events':
      return { kind, interval: intervalOf(line) }
    default:
      return toFilter(line)
  }
}

const most = 1_000_000_000

function countOf(line: RuleLine): number {
  return wholeNumber(line, 'value', [0, most])
}

function intervalOf(line: RuleLine): AlertInterval {
  return choice(line, 'interval', alertIntervals)
}
