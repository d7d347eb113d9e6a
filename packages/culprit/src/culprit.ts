import { environmentOptions } from './environment.ts'
import { Errors } from './handlers/errors.ts'
import type { ErrorsOptions } from './handlers/options.ts'

/** What `culprit` can be given; what is missing comes from the environment, then from the defaults. */
export type CulpritOptions = ErrorsOptions

/** The one object of an application: its error handlers, scopes and observers. */
export class Culprit<in Context = unknown> extends Errors<Context> {}

/**
 * Returns the errors of one application. Without options they can be given later, by `init`.
 *
 * @throws {TypeError} when an option is not known or of the wrong type.
 */
export function culprit<Context = unknown>(options?: CulpritOptions): Culprit<Context> {
  return new Culprit<Context>(options, environmentOptions())
}
