import { BadRequest, BadRequestKeyError } from '../http/bad-request.ts'
import type { HttpException } from '../http/http-exception.ts'
import { RequestRedirect } from '../http/request-redirect.ts'
import { runAfterError } from './after-error.ts'
import type { Answer } from './answer.ts'
import { answerOfException } from './answer-of-exception.ts'
import { callHandler } from './call-handler.ts'
import { isDisconnected, noteDisconnected } from './disconnected.ts'
import type { Eventually } from './eventually.ts'
import { type Failure, toFailure } from './failure.ts'
import { finish } from './finish.ts'
import type { ErrorSettings } from './options.ts'
import { keepContext } from './keep-context.ts'
import type { ErrorPipeline } from './pipeline.ts'
import { answerUnhandled } from './unhandled.ts'

/**
 * Returns the answer to a failed request: that of the handler found for the error, else the generic page of an HTTP
 * exception, else what the 500 step makes of it. Whatever fails on the way (the handler, what it returned, a function
 * that runs after it) is a new error, which goes to the 500 step and to no other handler (DSP-12).
 *
 * @throws the unhandled error itself when errors are propagated (CFG-1); nothing else.
 */
export function dispatch<Context>(
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Eventually<Answer> {
  if (isDisconnected(failure)) {
    noteDisconnected(failure, pipeline)
    return { kind: 'none' }
  }
  let answer: Eventually<Answer>
  try {
    answer = answerError(failure, pipeline)
  } catch (error) {
    return answerFailed(error, failure, pipeline)
  }
  if (answer instanceof Promise || !pipeline.afterErrors.isEmpty) return complete(answer, failure, pipeline)
  return finish(answer, { failure, pipeline, handled: true })
}

/** The rest of a dispatch in which something is waited for. */
async function complete<Context>(
  pending: Eventually<Answer>,
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Promise<Answer> {
  let answer: Answer
  try {
    answer = await runAfterError(pipeline.afterErrors, failure, await pending)
  } catch (error) {
    return answerFailed(error, failure, pipeline)
  }
  return finish(answer, { failure, pipeline, handled: true })
}

function answerFailed<Context>(
  error: unknown,
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Eventually<Answer> {
  const unhandled = error === failure.error ? failure : nextFailure(error, failure, pipeline)
  return answerUnhandled(unhandled, pipeline)
}

/** A failure on the way to an answer keeps the id that the visitor is shown. */
function nextFailure<Context>(
  thrown: unknown,
  { error, incident, reference }: Failure<Context>,
  { references, settings }: ErrorPipeline<Context>,
): Failure<Context> {
  references.assign(thrown, incident.context, reference)
  // The status was chosen for the first error.
  const later = incident.chosenStatus === undefined ? incident : { ...incident, chosenStatus: undefined }
  const next = toFailure(thrown, { incident: later, reference, debug: settings.debug })
  keepContext(next.error, error)
  return next
}

/** The user-exception step (DSP-4 to DSP-7). Throws the error itself when nothing answers it. */
function answerError<Context>(
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Eventually<Answer> {
  const { error, http } = failure
  const { settings } = pipeline
  if (http instanceof BadRequestKeyError && (settings.debug || settings.trapBadRequestErrors === true)) {
    http.showException = true
  }
  if (http !== undefined && isAnswer(http)) return answerOfException(http, failure, settings.pages)
  const answer = callHandler(failure, pipeline)
  if (answer !== undefined) return answer
  if (http === undefined || isTrapped(http, settings)) throw error
  return answerOfException(http, failure, settings.pages)
}

/** Redirects, `abort(response)` and exceptions without a code are answers: no handler is asked (DSP-5, DSP-6). */
function isAnswer(http: HttpException): boolean {
  if (http instanceof RequestRedirect || http.code === undefined) return true
  // A redirect of another copy of this package is an instance of another class.
  return http.code === 308 && http.response !== undefined
}

/** CFG-4 to CFG-7 */
function isTrapped(http: HttpException, settings: ErrorSettings): boolean {
  if (settings.trapHttpExceptions) return true
  const { debug, trapBadRequestErrors } = settings
  if (trapBadRequestErrors === undefined) return debug && http instanceof BadRequestKeyError
  return trapBadRequestErrors && http instanceof BadRequest
}
