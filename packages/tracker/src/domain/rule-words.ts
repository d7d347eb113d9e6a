import type { AlertAction } from './alert-action.ts'
import type { AlertCondition } from './alert-condition.ts'
import type { TextMatch } from './alert-filter.ts'
import { intervalWords } from './alert-window.ts'

const matchWords: Readonly<Record<TextMatch, string>> = {
  equals: 'equals',
  'not-equals': 'does not equal',
  'starts-with': 'starts with',
  'not-starts-with': 'does not start with',
  'ends-with': 'ends with',
  'not-ends-with': 'does not end with',
  contains: 'contains',
  'not-contains': 'does not contain',
  'is-in': 'is one of',
  'not-in': 'is none of',
  'is-set': 'is set',
  'is-not-set': 'is not set',
}

/** Returns what a team or member is called; undefined when nobody knows. */
export type NameOf = (kind: 'team' | 'member', id: number) => string | undefined

/** Returns a condition or filter in words, to follow "when" or "if": `an issue is seen more than 10 times in one minute`. */
export function conditionWords(condition: AlertCondition, nameOf: NameOf = () => undefined): string {
  switch (condition.kind) {
    case 'new-issue':
      return 'a new issue is created'
    case 'regression':
      return 'an issue changes from resolved to unresolved'
    case 'reappeared':
      return 'an issue changes from ignored to unresolved'
    case 'every-event':
      return 'an event is captured'
    case 'event-count':
    case 'user-count':
      return thresholdWords(condition)
    case 'session-share':
      return `an issue affects more than ${condition.value} percent of sessions in ${intervalWords(condition.interval)}`
    case 'no-events':
      return `no event is captured for ${intervalWords(condition.interval)}`
    default:
      return filterWords(condition, nameOf)
  }
}

type OfKind<Kind extends AlertCondition['kind']> = Extract<AlertCondition, { readonly kind: Kind }>

function thresholdWords({ kind, value, interval, comparedTo }: OfKind<'event-count' | 'user-count'>): string {
  const what = kind === 'event-count' ? 'an issue is seen' : 'an issue is seen by'
  const one = value === 1 && comparedTo === undefined ? '' : 's'
  const unit = `${kind === 'event-count' ? 'time' : 'user'}${one}`
  return comparedTo === undefined
    ? `${what} more than ${value} ${unit} in ${intervalWords(interval)}`
    : `${what} ${value} percent more ${unit} in ${intervalWords(interval)} than ${intervalWords(comparedTo)} before`
}

type Filter = Exclude<
  AlertCondition,
  OfKind<
    | 'new-issue'
    | 'regression'
    | 'reappeared'
    | 'every-event'
    | 'event-count'
    | 'user-count'
    | 'session-share'
    | 'no-events'
  >
>

function filterWords(filter: Filter, nameOf: NameOf): string {
  switch (filter.kind) {
    case 'age':
      return `the issue is ${filter.than} than ${filter.value} ${filter.unit}${filter.value === 1 ? '' : 's'}`
    case 'occurrences':
      return `the issue has happened at least ${filter.value} ${filter.value === 1 ? 'time' : 'times'}`
    case 'assigned':
      return filter.to === 'nobody'
        ? 'the issue is assigned to nobody'
        : `the issue is assigned to ${nameOf(filter.to, filter.id) ?? `${filter.to} ${filter.id}`}`
    case 'latest-release':
      return 'the event is from the latest release'
    case 'level':
      return `the event's level is ${{ equal: '', 'at-least': 'at least ', 'at-most': 'at most ' }[filter.match]}${filter.level}`
    case 'tag':
      return `the event's tag ${filter.key} ${matchWords[filter.match]} ${filter.value}`.trim()
    case 'attribute':
      return `the event's ${filter.attribute} ${matchWords[filter.match]} ${filter.value}`.trim()
  }
}

/** Returns an action in words: `send a mail to all members`. */
export function actionWords(action: AlertAction): string {
  if (action.kind === 'channel') return `send a message to channel ${action.destinationId}`
  const { target } = action
  switch (target.kind) {
    case 'owners':
      return `send a mail to the issue's owners, else to ${target.fallthrough === 'nobody' ? 'nobody' : 'all members'}`
    case 'all-members':
      return 'send a mail to all members'
    case 'team':
    case 'member':
      return `send a mail to ${target.kind} ${target.id}`
    case 'address':
      return `send a mail to ${target.address}`
  }
}
