import { InternalServerError } from '../http/server-errors.ts'
import { runAfterError } from './after-error.ts'
import type { Answer } from './answer.ts'
import { answerOfException } from './answer-of-exception.ts'
import { callHandler } from './call-handler.ts'
import { type Failure, setReference } from './failure.ts'
import { finish } from './finish.ts'
import { lastResort } from './last-resort.ts'
import type { ErrorPipeline } from './pipeline.ts'

/**
 * Returns the answer to an error that nothing handled, the "500 step": observers are told, the error is logged, then the
 * handler of an `InternalServerError` around it is called (UNH-4). Where that fails too, the failure is logged and the
 * generic page is sent; this step itself cannot fail.
 *
 * While the application is debugged, the debugger answers instead, and writes the error to the terminal.
 *
 * @throws the error itself when errors are propagated; it is not logged then, and no handler is called (UNH-3).
 */
export async function answerUnhandled<Context>(
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Promise<Answer> {
  const { error, reference, incident } = failure
  const { request, context } = incident
  // The one its teardown gets is the first (UNH-11).
  pipeline.unhandledErrors.note(context, error)
  tell(failure, pipeline)
  if (pipeline.debugger !== undefined) {
    const reply = await pipeline.debugger.answer(failure)
    if (reply !== undefined) return finish(reply, { failure, pipeline, handled: false })
  } else if (pipeline.settings.propagate) throw error
  pipeline.log.error(`Exception on ${request.path} [${request.method}]`, error, reference, request)
  const http = new InternalServerError({ originalException: error })
  setReference(http, reference)
  const wrapped: Failure<Context> = { ...failure, error: http, http }
  const answer = await runAfterSafely(failure, pipeline, await answerSafely(wrapped, pipeline))
  return finish(answer, { failure, pipeline, handled: false })
}

function tell<Context>(failure: Failure<Context>, pipeline: ErrorPipeline<Context>): void {
  const { observers, log } = pipeline
  if (!observers.has('unhandled')) return
  const { thrown, reference, incident } = failure
  const { request, scopes, context } = incident
  const debugUrl = pipeline.debugger?.urlOf({ reference, request })
  const event = {
    error: thrown,
    request,
    scopes,
    context,
    reference,
    ...(debugUrl !== undefined && { debugUrl }),
  }
  observers.emit('unhandled', event, log)
}

async function answerSafely<Context>(
  wrapped: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Promise<Answer> {
  const { http, reference, incident } = wrapped
  try {
    const answer = await callHandler(wrapped, pipeline)
    if (answer !== undefined) return answer
  } catch (error) {
    const { request } = incident
    pipeline.log.error(
      `Error handler failed on ${request.path} [${request.method}]`,
      error,
      reference,
      request,
    )
  }
  try {
    if (http !== undefined) return await answerOfException(http, wrapped, pipeline.settings.pages)
  } catch (error) {
    pipeline.log.error('Error page failed', error, reference, incident.request)
  }
  return lastResort(reference)
}

/** UNH-9: the answer is sent as it is when a function that runs after it fails. */
async function runAfterSafely<Context>(
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
  answer: Answer,
): Promise<Answer> {
  try {
    return await runAfterError(pipeline.afterErrors, failure, answer)
  } catch (error) {
    const message = 'Request finalizing failed with an error while handling an error'
    pipeline.log.error(message, error, failure.reference, failure.incident.request)
    return answer
  }
}
