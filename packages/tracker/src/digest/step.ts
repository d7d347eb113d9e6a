import type { DiscardReason } from '@culprit/wire'

/** What a stage of digestion says: a value, a counted loss of bad client data, or an error of our own. */
export type StepResult<T> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'drop'; readonly reason: DiscardReason; readonly detail: string }
  | { readonly kind: 'fail'; readonly error: unknown }

/**
 * One named stage of digestion: synchronous, because a worker thread runs the fold. It drops bad client data with a
 * reason that is counted; a throw is taken as a fault of the tracker and becomes `fail`.
 */
export interface Step<In, Out> {
  readonly name: string
  run(input: In): StepResult<Out>
}

/** Returns the result that hands a value to the next step. */
export function ok<T>(value: T): StepResult<T> {
  return { kind: 'ok', value }
}

/** Returns the result that ends the fold and counts one loss. `detail` is shown, so it holds no foreign bytes. */
export function drop(reason: DiscardReason, detail: string): StepResult<never> {
  return { kind: 'drop', reason, detail }
}
