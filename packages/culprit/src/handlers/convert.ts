import { SafeHtml } from '../html/html.ts'
import type { Answer, HeaderList, Reply } from './answer.ts'
import { answerOfException } from './answer-of-exception.ts'
import type { Eventually } from './eventually.ts'
import { type Failure, toHttp } from './failure.ts'
import { isTuple, withOverrides } from './answer-tuple.ts'
import { isResponse } from '../http/is-response.ts'
import type { ErrorPipeline } from './pipeline.ts'

/**
 * Returns the answer for what an error handler returned (DSP-8): what the framework knows, a web `Response` or stream,
 * an HTTP exception, text, `html`, bytes, an object or array (JSON), and `[body, status]`, `[body, headers]`,
 * `[body, status, headers]` of these. The status is 200 unless it is said (DSP-9).
 *
 * @throws {TypeError} when it is nothing that can be sent, undefined first of all (DSP-11); JSON may throw too.
 */
export function toAnswer<Context>(
  value: unknown,
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Eventually<Answer> {
  const { framework, context } = failure.incident
  const native = framework.answerFrom(value, context)
  if (native instanceof Promise) return native.then((one) => one ?? toOwnAnswer(value, failure, pipeline))
  return native ?? toOwnAnswer(value, failure, pipeline)
}

/** What is no answer of the framework. */
function toOwnAnswer<Context>(
  value: unknown,
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Eventually<Answer> {
  if (typeof value === 'string') return reply(textHeaders, value)
  if (isTuple(value)) {
    const answer = toAnswer(value[0], failure, pipeline)
    return answer instanceof Promise
      ? answer.then((one) => withOverrides(one, value))
      : withOverrides(answer, value)
  }
  const { plainStatusCode } = failure.incident.framework
  const http = toHttp(value, { debug: pipeline.settings.debug, plainStatusCode })
  return http === undefined
    ? toPlainAnswer(value, failure)
    : answerOfException(http, failure, pipeline.settings.pages)
}

type FailedError = Pick<Failure<unknown>, 'error' | 'http'>

function toPlainAnswer(value: unknown, failure: FailedError): Answer {
  if (value instanceof SafeHtml) return reply(htmlHeaders, value.toString())
  if (value instanceof Uint8Array) return reply(bytesHeaders, value)
  if (isResponse(value)) return { kind: 'response', response: value }
  if (value instanceof ReadableStream) return { kind: 'response', response: new Response(value) }
  if (typeof value === 'object' && value !== null && !(value instanceof Error)) {
    return reply(jsonHeaders, JSON.stringify(value))
  }
  throw invalid(value, failure)
}

// No more than these: what a handler answers is the application's own, like what its routes answer. Pages made here say
// `nosniff` too.
const textHeaders: HeaderList = [['Content-Type', 'text/plain; charset=utf-8']]
const htmlHeaders: HeaderList = [['Content-Type', 'text/html; charset=utf-8']]
const bytesHeaders: HeaderList = [['Content-Type', 'application/octet-stream']]
const jsonHeaders: HeaderList = [['Content-Type', 'application/json']]

function reply(headers: HeaderList, body: string | Uint8Array): Reply {
  return { kind: 'reply', status: 200, headers, body }
}

function invalid(value: unknown, failure: FailedError): TypeError {
  const handler = `The error handler for ${(failure.http ?? failure.error).name} did not return a valid response.`
  return new TypeError(
    value === undefined || value === null
      ? `${handler} The handler either returned ${String(value)} or ended without a return statement.`
      : `${handler} It must return what the framework's handlers return, a string, an object, an array, a Response, ` +
          `an HTTP exception or [body, status, headers], but it was a ${typeof value}.`,
  )
}
