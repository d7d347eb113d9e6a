import type { Level } from '@culprit/wire'
import { alertAttributes, type AgeUnit, type AlertFilter, type TextMatch } from '../../domain/alert-filter.ts'
import { choiceOf, integerOf, NodeError, textOf, type RuleNode } from './rule-node.ts'

const prefix = 'sentry.rules.filters.'

/** Sentry's names of filters. */
export const filterIds: Readonly<Record<AlertFilter['kind'], string>> = {
  age: `${prefix}age_comparison.AgeComparisonFilter`,
  occurrences: `${prefix}issue_occurrences.IssueOccurrencesFilter`,
  assigned: `${prefix}assigned_to.AssignedToFilter`,
  'latest-release': `${prefix}latest_release.LatestReleaseFilter`,
  level: `${prefix}level.LevelFilter`,
  tag: `${prefix}tagged_event.TaggedEventFilter`,
  attribute: `${prefix}event_attribute.EventAttributeFilter`,
}

const matches: readonly (readonly [sent: string, match: TextMatch])[] = [
  ['eq', 'equals'],
  ['ne', 'not-equals'],
  ['sw', 'starts-with'],
  ['nsw', 'not-starts-with'],
  ['ew', 'ends-with'],
  ['new', 'not-ends-with'],
  ['co', 'contains'],
  ['nc', 'not-contains'],
  ['in', 'is-in'],
  ['nin', 'not-in'],
  ['is', 'is-set'],
  ['ns', 'is-not-set'],
]

const levels: readonly (readonly [sent: string, level: Level])[] = [
  ['50', 'fatal'],
  ['40', 'error'],
  ['30', 'warning'],
  ['20', 'info'],
  ['10', 'debug'],
]

const levelMatches = { eq: 'equal', gte: 'at-least', lte: 'at-most' } as const
const units: readonly AgeUnit[] = ['minute', 'hour', 'day', 'week']

/** Returns whether a node is a filter, which older clients send among the conditions. */
export function isFilterNode(node: RuleNode): boolean {
  return typeof node['id'] === 'string' && node['id'].startsWith(prefix)
}

/** Reads a filter. @throws {NodeError} when it is none that is known here, or not whole */
export function parseFilter(node: RuleNode): AlertFilter {
  switch (node['id']) {
    case filterIds.age:
      return {
        kind: 'age',
        than: choiceOf(node, 'comparison_type', ['older', 'newer']),
        value: integerOf(node, 'value', [0, 1_000_000]),
        unit: choiceOf(node, 'time', units),
      }
    case filterIds.occurrences:
      return { kind: 'occurrences', value: integerOf(node, 'value', [0, 1_000_000_000]) }
    case filterIds.assigned:
      return parseAssigned(node)
    case filterIds['latest-release']:
      return { kind: 'latest-release' }
    case filterIds.level:
      return parseLevel(node)
    case filterIds.tag:
      return { kind: 'tag', key: textOf(node, 'key'), ...parseText(node) }
    case filterIds.attribute:
      return {
        kind: 'attribute',
        attribute: choiceOf(node, 'attribute', alertAttributes),
        ...parseText(node),
      }
  }
  throw new NodeError(
    `Invalid node. Could not find '${String(node['id']).slice(0, 100)}'. Known filters: ${Object.values(filterIds).join(', ')}.`,
  )
}

function parseText(node: RuleNode): { readonly match: TextMatch; readonly value: string } {
  const sent = choiceOf(
    node,
    'match',
    matches.map(([name]) => name),
  )
  const match = matches.find(([name]) => name === sent)?.[1] ?? 'equals'
  return { match, value: match === 'is-set' || match === 'is-not-set' ? '' : textOf(node, 'value') }
}

function parseLevel(node: RuleNode): AlertFilter {
  const match = levelMatches[choiceOf(node, 'match', ['eq', 'gte', 'lte'])]
  const level = levels.find(([number, name]) => [number, name].includes(String(node['level'])))?.[1]
  if (level === undefined)
    throw new NodeError(`"level" must be one of ${levels.map(([number]) => number).join(', ')}.`)
  return { kind: 'level', match, level }
}

function parseAssigned(node: RuleNode): AlertFilter {
  const to = choiceOf(node, 'targetType', ['Unassigned', 'Team', 'Member'])
  if (to === 'Unassigned') return { kind: 'assigned', to: 'nobody' }
  const id = integerOf(node, 'targetIdentifier', [1, Number.MAX_SAFE_INTEGER])
  return { kind: 'assigned', to: to === 'Team' ? 'team' : 'member', id }
}

/** Returns a filter as clients know it. */
export function filterNode(filter: AlertFilter): RuleNode {
  const id = filterIds[filter.kind]
  switch (filter.kind) {
    case 'age':
      return { id, comparison_type: filter.than, value: filter.value, time: filter.unit }
    case 'occurrences':
      return { id, value: filter.value }
    case 'assigned':
      return filter.to === 'nobody'
        ? { id, targetType: 'Unassigned', targetIdentifier: '' }
        : { id, targetType: filter.to === 'team' ? 'Team' : 'Member', targetIdentifier: filter.id }
    case 'latest-release':
      return { id }
    case 'level':
      return {
        id,
        match: { equal: 'eq', 'at-least': 'gte', 'at-most': 'lte' }[filter.match],
        level: levels.find(([, level]) => level === filter.level)?.[0],
      }
    case 'tag':
      return { id, key: filter.key, match: sentMatch(filter.match), value: filter.value }
    case 'attribute':
      return { id, attribute: filter.attribute, match: sentMatch(filter.match), value: filter.value }
  }
}

function sentMatch(match: TextMatch): string {
  return matches.find(([, name]) => name === match)?.[0] ?? 'eq'
}
