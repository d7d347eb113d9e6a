import type { Answer } from './answer.ts'
import { toAnswer } from './convert.ts'
import { type Eventually, isThenable } from './eventually.ts'
import type { Failure } from './failure.ts'
import { isHttpExceptionClass } from './handler-key.ts'
import { findHandler } from './lookup.ts'
import type { ErrorPipeline } from './pipeline.ts'
import type { HandlerMatch } from './registry.ts'

/**
 * Returns the answer of the handler registered for an error; undefined when there is none.
 *
 * @throws what the handler throws, or a TypeError when it returned nothing that can be sent.
 */
export function callHandler<Context>(
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Eventually<Answer> | undefined {
  const match = findHandler(pipeline.registry, failure, failure.incident.scopes)
  if (match === undefined) return undefined
  // Lookup has made sure that the error is of the handler's class.
  const handler = match.handler as (error: Error, context: Context) => unknown
  const value = handler(errorFor(match, failure), failure.incident.context)
  return isThenable(value) ? toAnswerLater(value, failure, pipeline) : toAnswer(value, failure, pipeline)
}

async function toAnswerLater<Context>(
  value: PromiseLike<unknown>,
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Promise<Answer> {
  return toAnswer(await value, failure, pipeline)
}

/** Handlers of an adopted error's own classes get the original, those of HTTP exceptions and of `Error` the adopted one. */
function errorFor(
  { errorClass }: Pick<HandlerMatch<never>, 'errorClass'>,
  { error, http }: Pick<Failure<unknown>, 'error' | 'http'>,
): Error {
  if (http === undefined || http === error) return error
  return errorClass === Error || isHttpExceptionClass(errorClass) ? http : error
}
