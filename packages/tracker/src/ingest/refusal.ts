import type { DiscardReason, RateLimit } from '@culprit/wire'

/** Why a request was not taken, as its answer and the counters need it. A value: refusing is everyday. */
export interface Refusal {
  readonly kind: 'refused'
  readonly status: number
  readonly reason: DiscardReason
  /** One sentence for the sender, without secrets. */
  readonly detail: string
  readonly causes?: readonly string[] | undefined
  readonly retryAfterSeconds?: number | undefined
  readonly rateLimits?: readonly RateLimit[] | undefined
}

/** Returns a refusal. */
export function refuse(status: number, reason: DiscardReason, detail: string): Refusal {
  return { kind: 'refused', status, reason, detail }
}

/** Returns true for refusals among the values that a step may return. */
export function isRefusal(value: object | undefined): value is Refusal {
  return value !== undefined && 'kind' in value && value.kind === 'refused'
}
