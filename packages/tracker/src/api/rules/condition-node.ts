import type { AlertCondition } from '../../domain/alert-condition.ts'
import { sessionIntervals, type AlertInterval } from '../../domain/alert-window.ts'
import { filterIds, filterNode, parseFilter } from './filter-node.ts'
import { choiceOf, integerOf, NodeError, numberOf, type RuleNode } from './rule-node.ts'

const prefix = 'sentry.rules.conditions.'

/** Sentry's names of conditions, and the one that it does not have. */
const ids = {
  'new-issue': `${prefix}first_seen_event.FirstSeenEventCondition`,
  regression: `${prefix}regression_event.RegressionEventCondition`,
  reappeared: `${prefix}reappeared_event.ReappearedEventCondition`,
  'every-event': `${prefix}every_event.EveryEventCondition`,
  'event-count': `${prefix}event_frequency.EventFrequencyCondition`,
  'user-count': `${prefix}event_frequency.EventUniqueUserFrequencyCondition`,
  'session-share': `${prefix}event_frequency.EventFrequencyPercentCondition`,
  'no-events': 'culprit.rules.conditions.no_events.NoEventsCondition',
} as const

/** Filters that older clients send among the conditions. */
const filtersAmongConditions: Readonly<Record<string, string>> = {
  [`${prefix}tagged_event.TaggedEventCondition`]: filterIds.tag,
  [`${prefix}event_attribute.EventAttributeCondition`]: filterIds.attribute,
  [`${prefix}level.LevelCondition`]: filterIds.level,
}

const intervals: readonly AlertInterval[] = ['1m', '5m', '15m', '1h', '1d', '1w', '30d']
const comparisons: readonly AlertInterval[] = ['5m', '15m', '1h', '1d', '1w', '30d']
const largestCount = 1_000_000_000
/** Users are told apart in memory, up to the number that is asked for. */
const largestUsers = 10_000

/** Reads a condition. @throws {NodeError} when it is none that is known here, or not whole */
export function parseCondition(node: RuleNode): AlertCondition {
  switch (node['id']) {
    case ids['new-issue']:
      return { kind: 'new-issue' }
    case ids.regression:
      return { kind: 'regression' }
    case ids.reappeared:
      return { kind: 'reappeared' }
    case ids['every-event']:
      return { kind: 'every-event' }
    case ids['event-count']:
      return parseThreshold(node, 'event-count')
    case ids['user-count']:
      return parseThreshold(node, 'user-count')
    case ids['no-events']:
      return { kind: 'no-events', interval: choiceOf(node, 'interval', intervals) }
    case ids['session-share']:
      return parseShare(node)
  }
  const filter = filtersAmongConditions[String(node['id'])]
  if (filter !== undefined) return parseFilter({ ...node, id: filter })
  const known = [...Object.values(ids), ...Object.keys(filtersAmongConditions)]
  throw new NodeError(
    `Invalid node. Could not find '${String(node['id']).slice(0, 100)}'. Known conditions: ${known.join(', ')}.`,
  )
}

function parseThreshold(node: RuleNode, kind: 'event-count' | 'user-count'): AlertCondition {
  const value = integerOf(node, 'value', [0, kind === 'user-count' ? largestUsers : largestCount])
  const interval = choiceOf(node, 'interval', intervals)
  const { comparisonType = 'count' } = node
  if (comparisonType !== 'count' && comparisonType !== 'percent')
    throw new NodeError('"comparisonType" must be one of count, percent.')
  return comparisonType === 'count'
    ? { kind, value, interval }
    : { kind, value, interval, comparedTo: choiceOf(node, 'comparisonInterval', comparisons) }
}

/** A change of the share is a change of the events, since sessions are those of the last hour in any case. */
function parseShare(node: RuleNode): AlertCondition {
  const { comparisonType = 'count' } = node
  if (comparisonType !== 'count')
    throw new NodeError(
      '"comparisonType" must be count for a share of sessions. For a rise in percent use EventFrequencyCondition.',
    )
  const value = numberOf(node, 'value', [0, 100])
  return { kind: 'session-share', value, interval: choiceOf(node, 'interval', sessionIntervals) }
}

/** Returns a condition as clients know it. */
export function conditionNode(condition: AlertCondition): RuleNode {
  switch (condition.kind) {
    case 'new-issue':
    case 'regression':
    case 'reappeared':
    case 'every-event':
      return { id: ids[condition.kind] }
    case 'no-events':
      return { id: ids[condition.kind], interval: condition.interval }
    case 'session-share':
      return { id: ids[condition.kind], value: condition.value, interval: condition.interval }
    case 'event-count':
    case 'user-count': {
      const { kind, value, interval, comparedTo } = condition
      const comparison =
        comparedTo === undefined
          ? { comparisonType: 'count' }
          : { comparisonType: 'percent', comparisonInterval: comparedTo }
      return { id: ids[kind], value, interval, ...comparison }
    }
    default:
      return filterNode(condition)
  }
}
