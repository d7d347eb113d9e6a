import { hourMs, minuteMs, secondMs, type Instant } from './instant.ts'

/** What one destination may still be told message by message. */
export interface MessageBudget {
  readonly tokens: number
  readonly refilledAt: Instant
  /** Repeats go into digests too: the receiver asked for it. */
  readonly digests: boolean
}

/** Why an alert is told in a digest instead of a message of its own. */
export type FoldReason = 'flood' | 'repeat' | 'quiet-hours'

/** An alert that wants to be told. */
export interface Applicant {
  readonly at: Instant
  /** The rule has fired for the issue before. */
  readonly isRepeat: boolean
  /** The end of the quiet hours that hold `at`. */
  readonly heldUntil?: Instant | undefined
}

/** Returns a budget that nothing was taken from. */
export function fullBudget(perHour: number, now: Instant): MessageBudget {
  return { tokens: perHour, refilledAt: now, digests: false }
}

/**
 * Decides whether an alert has a message of its own. A bucket of `perHour` tokens fills in an hour: however many alerts
 * there are, no destination gets more than twice that in any hour, besides digests.
 */
export function admit(
  budget: MessageBudget,
  { at, isRepeat, heldUntil }: Applicant,
  perHour: number,
): { readonly budget: MessageBudget; readonly fold?: FoldReason | undefined } {
  const passed = Math.max(0, at - budget.refilledAt)
  const tokens = Math.min(perHour, budget.tokens + (passed / hourMs) * perHour)
  // A clock that was put back gives nothing away; one that had been far ahead must not stop the filling for ever.
  const refilledAt = budget.refilledAt > at + hourMs ? at : Math.max(at, budget.refilledAt)
  const filled = { ...budget, tokens, refilledAt }
  if (heldUntil !== undefined) return { budget: filled, fold: 'quiet-hours' }
  if (budget.digests && isRepeat) return { budget: filled, fold: 'repeat' }
  if (tokens < 1) return { budget: filled, fold: 'flood' }
  return { budget: { ...filled, tokens: tokens - 1 } }
}

/** How long a digest waits: this long for the first alert, longer with each further one, and no longer than the most. */
export const digestDelays: { readonly least: number; readonly each: number; readonly most: number } = {
  least: 5 * minuteMs,
  each: 30 * secondMs,
  most: 30 * minuteMs,
}

/** Returns when a digest is sent that gets one more alert at `at`; `open` is the digest as it is, if there is one. */
export function digestDueAt(
  { at, heldUntil }: Applicant,
  open?: { readonly createdAt: Instant; readonly dueAt: Instant },
): Instant {
  if (heldUntil !== undefined) return Math.max(heldUntil, open?.dueAt ?? 0)
  if (!open) return at + digestDelays.least
  // Quiet hours may hold it for longer than the most.
  return Math.max(open.dueAt, Math.min(open.dueAt + digestDelays.each, open.createdAt + digestDelays.most))
}
