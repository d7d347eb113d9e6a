import type { Teardown } from './error-events.ts'
import type { ErrorLog } from './error-log.ts'
import type { ScopedFunctions } from './scoped-functions.ts'

/** How a request ended, as the adapter tells it. */
export interface RequestOutcome<Context> {
  /** The unhandled error; null or undefined when there was none or a handler took it. */
  readonly error?: unknown
  /** Full names of the scopes of the matched route, innermost first. */
  readonly scopes: readonly string[]
  readonly context: Context
}

/**
 * Runs all teardown functions, one after the other, each whatever became of the others, with the same error (TRD-2).
 * What they throw is logged together as one `AggregateError`. Never rejects.
 */
export async function runTeardown<Context>(
  teardowns: ScopedFunctions<Teardown<Context>>,
  outcome: RequestOutcome<Context>,
  log: ErrorLog,
): Promise<void> {
  const errors: unknown[] = []
  for (const teardown of teardowns.inOrder(outcome.scopes)) {
    try {
      await teardown(outcome.error ?? null, outcome.context)
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length === 0) return
  const message = 'Errors during request teardown'
  log.error(message, new AggregateError(errors, message))
}
