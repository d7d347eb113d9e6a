import type { AlertAction } from './alert-action.ts'
import type { AlertCondition } from './alert-condition.ts'
import type { AlertFilter } from './alert-filter.ts'
import type { Instant } from './instant.ts'
import type { JsonObject } from './json.ts'
import type { QuietHours } from './quiet-hours.ts'

export type RuleMatch = 'all' | 'any' | 'none'

/** When to tell, about what, and whom: WHEN conditions, IF filters, THEN actions. */
export interface AlertRule extends AlertRuleDraft {
  readonly id: number
  readonly projectId: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

/** A rule before it has an id. */
export interface AlertRuleDraft {
  /** 1 to 256 characters. */
  readonly name: string
  /** Undefined: any environment. Otherwise the event's must be equal. */
  readonly environment?: string | undefined
  /** At most 50. None: every event matches. */
  readonly conditions: readonly AlertCondition[]
  readonly filters: readonly AlertFilter[]
  readonly actions: readonly AlertAction[]
  readonly actionMatch: RuleMatch
  readonly filterMatch: RuleMatch
  /** A rule fires for one issue at most once in this many minutes: 5 to 43,200, or 0 for each time. */
  readonly frequencyMinutes: number
  readonly quietHours?: QuietHours | undefined
  /** Fires again for an issue after this many further events since it last fired, whatever the conditions say. */
  readonly realertEvery?: number | undefined
  readonly enabled: boolean
  /** Conditions, filters and actions as an API client sent them, so that it reads back what it wrote. At most 64 KiB. */
  readonly sent?: JsonObject | undefined
}

/** The least and the most that a rule may wait before it fires again for an issue, in minutes. */
export const ruleFrequency = { least: 5, most: 43_200, fallback: 30 } as const

/** What `AlertRuleDraft` may hold at most. */
export const ruleLimits = { name: 256, lines: 50, sentBytes: 65_536, rulesOfProject: 1000 } as const
