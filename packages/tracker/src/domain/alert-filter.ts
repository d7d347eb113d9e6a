import type { Level } from '@culprit/wire'

/** How an attribute or a tag is compared with the rule's text, without regard to case. */
export type TextMatch =
  | 'equals'
  | 'not-equals'
  | 'starts-with'
  | 'not-starts-with'
  | 'ends-with'
  | 'not-ends-with'
  | 'contains'
  | 'not-contains'
  | 'is-in'
  | 'not-in'
  | 'is-set'
  | 'is-not-set'

/** The attributes of an event that a rule may look at, in Sentry's names. */
export const alertAttributes = [
  'message',
  'platform',
  'environment',
  'type',
  'error.handled',
  'error.unhandled',
  'exception.type',
  'exception.value',
  'user.id',
  'user.email',
  'user.username',
  'user.ip_address',
  'http.method',
  'http.url',
  'http.status_code',
  'sdk.name',
  'stacktrace.code',
  'stacktrace.module',
  'stacktrace.filename',
  'stacktrace.abs_path',
  'stacktrace.package',
  'app.in_foreground',
  'os.distribution_name',
  'os.distribution_version',
  'device.name',
  'device.model',
  'device.family',
] as const

export type AlertAttribute = (typeof alertAttributes)[number]

export type AgeUnit = 'minute' | 'hour' | 'day' | 'week'

/** One line of a rule's IF. */
export type AlertFilter =
  | { readonly kind: 'age'; readonly than: 'older' | 'newer'; readonly value: number; readonly unit: AgeUnit }
  /** The issue has happened at least this often, ever. */
  | { readonly kind: 'occurrences'; readonly value: number }
  | { readonly kind: 'assigned'; readonly to: 'nobody' }
  | { readonly kind: 'assigned'; readonly to: 'member' | 'team'; readonly id: number }
  /** The event's release is the newest one of its project. */
  | { readonly kind: 'latest-release' }
  | { readonly kind: 'level'; readonly match: 'equal' | 'at-least' | 'at-most'; readonly level: Level }
  | { readonly kind: 'tag'; readonly key: string; readonly match: TextMatch; readonly value: string }
  | {
      readonly kind: 'attribute'
      readonly attribute: AlertAttribute
      readonly match: TextMatch
      readonly value: string
    }
