import type { AfterError } from './after-error.ts'
import type { ErrorDebugger } from './error-debugger.ts'
import type { ErrorLog } from './error-log.ts'
import type { Observers } from './observers.ts'
import type { ErrorSettings } from './options.ts'
import type { References } from './reference.ts'
import type { HandlerRegistry } from './registry.ts'
import type { ScopedFunctions } from './scoped-functions.ts'
import type { UnhandledErrors } from './unhandled-errors.ts'

/** What the errors of one application go through. */
export interface ErrorPipeline<Context> {
  readonly settings: ErrorSettings
  readonly registry: HandlerRegistry<Context>
  readonly observers: Observers<Context>
  readonly afterErrors: ScopedFunctions<AfterError<Context>>
  /** The errors that reached the 500 step, by request context: teardown functions get them (TRD-1). */
  readonly unhandledErrors: UnhandledErrors
  readonly references: References
  /** What unhandled errors are answered with while the application is debugged. */
  readonly debugger?: ErrorDebugger<Context> | undefined
  /** The log of the settings, which cannot fail here. */
  readonly log: ErrorLog
}
