import type { HttpException } from '../http/http-exception.ts'
import { InternalServerError } from '../http/server-errors.ts'
import { runAfterError } from './after-error.ts'
import type { Answer } from './answer.ts'
import { answerOfException } from './answer-of-exception.ts'
import { callHandler } from './call-handler.ts'
import type { ErrorDebugger } from './error-debugger.ts'
import type { Eventually } from './eventually.ts'
import { type Failure, setReference } from './failure.ts'
import { finish } from './finish.ts'
import { lastResort } from './last-resort.ts'
import type { ErrorPipeline } from './pipeline.ts'
import { withoutStack } from './without-stack.ts'

/**
 * Returns the answer to an error that nothing handled, the "500 step": observers are told, the error is logged, then the
 * handler of an `InternalServerError` around it is called (UNH-4). Where that fails too, the failure is logged and the
 * generic page is sent; this step itself cannot fail.
 *
 * While the application is debugged, the debugger answers instead, and writes the error to the terminal.
 *
 * @throws the error itself, as a rejection, when errors are propagated; it is not logged then, and no handler is called (UNH-3).
 */
export function answerUnhandled<Context>(
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Eventually<Answer> {
  // The one its teardown gets is the first (UNH-11).
  pipeline.unhandledErrors.note(failure.incident.context, failure.error)
  tell(failure, pipeline)
  if (pipeline.debugger !== undefined) return answerDebugged(pipeline.debugger, failure, pipeline)
  if (pipeline.settings.propagate) return Promise.reject(failure.error)
  return answerLogged(failure, pipeline)
}

async function answerDebugged<Context>(
  debugging: ErrorDebugger<Context>,
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Promise<Answer> {
  const reply = await debugging.answer(failure)
  if (reply === undefined) return answerLogged(failure, pipeline)
  return finish(reply, { failure, pipeline, handled: false })
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

function answerLogged<Context>(
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Eventually<Answer> {
  const { error, reference, incident } = failure
  const { request } = incident
  pipeline.log.error(`Exception on ${request.path} [${request.method}]`, error, reference, request)
  const http = withoutStack(() => new InternalServerError({ originalException: error }))
  setReference(http, reference)
  const answer = answerSafely({ ...failure, error: http, http }, pipeline)
  if (answer instanceof Promise || !pipeline.afterErrors.isEmpty) return complete(answer, failure, pipeline)
  return finish(answer, { failure, pipeline, handled: false })
}

/** The rest of the step where something is waited for. */
async function complete<Context>(
  pending: Eventually<Answer>,
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Promise<Answer> {
  const answer = await runAfterSafely(failure, pipeline, await pending)
  return finish(answer, { failure, pipeline, handled: false })
}

/** A failure around which there is an `InternalServerError`. */
type Wrapped<Context> = Failure<Context> & { readonly http: HttpException }

function answerSafely<Context>(
  wrapped: Wrapped<Context>,
  pipeline: ErrorPipeline<Context>,
): Eventually<Answer> {
  const failed = (error: unknown): Eventually<Answer> => {
    const { request } = wrapped.incident
    const message = `Error handler failed on ${request.path} [${request.method}]`
    pipeline.log.error(message, error, wrapped.reference, request)
    return genericAnswer(wrapped, pipeline)
  }
  try {
    const answer = callHandler(wrapped, pipeline)
    if (answer instanceof Promise) return answer.catch(failed)
    return answer ?? genericAnswer(wrapped, pipeline)
  } catch (error) {
    return failed(error)
  }
}

/** Pages may be the application's own, and fail. */
function genericAnswer<Context>(
  wrapped: Wrapped<Context>,
  pipeline: ErrorPipeline<Context>,
): Eventually<Answer> {
  const { http, reference, incident } = wrapped
  const failed = (error: unknown): Answer => {
    pipeline.log.error('Error page failed', error, reference, incident.request)
    return lastResort(reference)
  }
  try {
    const answer = answerOfException(http, wrapped, pipeline.settings.pages)
    return answer instanceof Promise ? answer.catch(failed) : answer
  } catch (error) {
    return failed(error)
  }
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
