import { levels } from '@culprit/view'
import { alertAttributes, type AgeUnit, type AlertFilter, type TextMatch } from '../../domain/alert-filter.ts'
import type { RulePlaces } from './action-lines.ts'
import { LineError } from './line-error.ts'
import { choice, textOf, wholeNumber } from './line-values.ts'
import type { LineKinds, LinePart, RuleLine } from './rule-line.ts'

const matches: readonly (readonly [TextMatch, string])[] = [
  ['equals', 'equals'],
  ['not-equals', 'does not equal'],
  ['contains', 'contains'],
  ['not-contains', 'does not contain'],
  ['starts-with', 'starts with'],
  ['not-starts-with', 'does not start with'],
  ['ends-with', 'ends with'],
  ['not-ends-with', 'does not end with'],
  ['is-in', 'is one of (a, b, c)'],
  ['not-in', 'is none of (a, b, c)'],
  ['is-set', 'is set'],
  ['is-not-set', 'is not set'],
]
const units: readonly AgeUnit[] = ['minute', 'hour', 'day', 'week']
const levelMatches = ['at-least', 'equal', 'at-most'] as const
const ages = ['older', 'newer'] as const

const match: LinePart = { input: 'select', name: 'match', label: 'How', options: matches }
const compared: LinePart = { input: 'text', name: 'value', label: 'Value' }

/** Returns the lines that IF may have, with the people there are. */
export function filterKinds({ teams, members }: RulePlaces): LineKinds {
  const options = [
    ...teams.map(({ id, name }) => [`team:${id}`, name] as const),
    ...members.map(({ id, name }) => [`member:${id}`, name] as const),
  ]
  return {
    ...fixedKinds,
    assigned: {
      menu: options.length === 0 ? undefined : 'The issue is assigned to …',
      parts: ['the issue is assigned to', { input: 'select', name: 'whom', label: 'Whom', options }],
    },
  }
}

const fixedKinds: LineKinds = {
  level: {
    menu: 'The level is …',
    parts: [
      'the level is',
      {
        input: 'select',
        name: 'match',
        label: 'How',
        options: [
          ['at-least', 'at least'],
          ['equal', 'exactly'],
          ['at-most', 'at most'],
        ],
      },
      {
        input: 'select',
        name: 'level',
        label: 'Level',
        options: levels.map((level) => [level, level]),
        fallback: 'error',
      },
    ],
  },
  tag: {
    menu: 'A tag is …',
    parts: ['the tag', { input: 'text', name: 'key', label: 'Tag' }, match, compared],
  },
  attribute: {
    menu: 'An attribute is …',
    parts: [
      {
        input: 'select',
        name: 'attribute',
        label: 'Attribute',
        options: alertAttributes.map((name) => [name, name]),
        fallback: 'exception.type',
      },
      match,
      compared,
    ],
  },
  occurrences: {
    menu: 'The issue has happened at least … times',
    parts: [
      'the issue has happened at least',
      { input: 'number', name: 'value', label: 'Times', fallback: '10' },
      'times',
    ],
  },
  age: {
    menu: 'The issue is older or newer than …',
    parts: [
      'the issue is',
      {
        input: 'select',
        name: 'than',
        label: 'Older or newer',
        options: [
          ['older', 'older'],
          ['newer', 'newer'],
        ],
      },
      'than',
      { input: 'number', name: 'value', label: 'How long', fallback: '1' },
      {
        input: 'select',
        name: 'unit',
        label: 'Unit',
        options: units.map((unit) => [unit, `${unit}s`]),
        fallback: 'day',
      },
    ],
  },
  'latest-release': {
    menu: 'The event is from the latest release',
    parts: ['the event is from the latest release'],
  },
  unassigned: { menu: 'The issue is assigned to nobody', parts: ['the issue is assigned to nobody'] },
}

/** Returns the line of a filter. */
export function toFilterLine(filter: AlertFilter): RuleLine {
  const { kind } = filter
  switch (kind) {
    case 'latest-release':
      return { kind, values: {} }
    case 'assigned':
      if (filter.to === 'nobody') return { kind: 'unassigned', values: {} }
      return { kind, values: { whom: `${filter.to}:${filter.id}` } }
    case 'occurrences':
      return { kind, values: { value: String(filter.value) } }
    case 'age':
      return { kind, values: { than: filter.than, value: String(filter.value), unit: filter.unit } }
    case 'level':
      return { kind, values: { match: filter.match, level: filter.level } }
    case 'tag':
      return { kind, values: { key: filter.key, match: filter.match, value: filter.value } }
    case 'attribute':
      return { kind, values: { attribute: filter.attribute, match: filter.match, value: filter.value } }
  }
}

/** Returns the filter of a line. @throws {LineError} when it is not whole */
export function toFilter(line: RuleLine): AlertFilter {
  switch (line.kind) {
    case 'latest-release':
      return { kind: 'latest-release' }
    case 'unassigned':
      return { kind: 'assigned', to: 'nobody' }
    case 'assigned':
      return { kind: 'assigned', ...assigneeOf(line) }
    case 'occurrences':
      return { kind: 'occurrences', value: wholeNumber(line, 'value', [1, 1e9]) }
    case 'age':
      return {
        kind: 'age',
        than: choice(line, 'than', ages),
        value: wholeNumber(line, 'value', [0, 1e6]),
        unit: choice(line, 'unit', units),
      }
    case 'level':
      return {
        kind: 'level',
        match: choice(line, 'match', levelMatches),
        level: choice(line, 'level', levels),
      }
    case 'tag':
      return { kind: 'tag', key: textOf(line, 'key', 'the name of a tag'), ...comparison(line) }
    case 'attribute':
      return { kind: 'attribute', attribute: choice(line, 'attribute', alertAttributes), ...comparison(line) }
    default:
      throw new LineError('This line is not known here.')
  }
}

function comparison(line: RuleLine): { readonly match: TextMatch; readonly value: string } {
  const how = choice(
    line,
    'match',
    matches.map(([each]) => each),
  )
  const needless = how === 'is-set' || how === 'is-not-set'
  return { match: how, value: needless ? '' : textOf(line, 'value', 'what to compare with') }
}

function assigneeOf({ values }: RuleLine): { readonly to: 'team' | 'member'; readonly id: number } {
  const [, kind, id] = /^(team|member):([1-9]\d{0,8})$/.exec(values['whom'] ?? '') ?? []
  if (id === undefined) throw new LineError('Choose a team or a member.')
  return { to: kind === 'team' ? 'team' : 'member', id: Number(id) }
}
