import type { AlertFilter } from './alert-filter.ts'
import type { AlertInterval } from './alert-window.ts'

/** What happened to an issue, decided with the event in the digest's transaction. */
export type InstantCondition =
  /** The issue was made by this event; in a rule with an environment: it was first seen there. */
  | { readonly kind: 'new-issue' }
  /** A resolved issue came back. */
  | { readonly kind: 'regression' }
  /** An ignored issue is open again, because what it was ignored until came true. */
  | { readonly kind: 'reappeared' }
  | { readonly kind: 'every-event' }

/** More than `value` of something in a sliding window that ends with the event. Strictly more. */
export type WindowCondition =
  | {
      readonly kind: 'event-count' | 'user-count'
      readonly value: number
      readonly interval: AlertInterval
      /**
       * Present: `value` is a percentage, by which the window must exceed the one of the same length that ended this
       * long before. Nothing to compare with counts as no change.
       */
      readonly comparedTo?: AlertInterval | undefined
    }
  /**
   * More events than `value` percent of the sessions that the window has on average, by the last hour's, of which there
   * must be 50. `value` is 0 to 100 and may have decimals.
   */
  | { readonly kind: 'session-share'; readonly value: number; readonly interval: AlertInterval }

/** Nothing arrived in the project (and the rule's environment) for this long. */
export interface SilenceCondition {
  readonly kind: 'no-events'
  readonly interval: AlertInterval
}

/** One line of a rule's WHEN. Filters are allowed here too, as Sentry allows them. */
export type AlertCondition = InstantCondition | WindowCondition | SilenceCondition | AlertFilter
