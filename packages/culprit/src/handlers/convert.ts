import { SafeHtml } from '../html/html.ts'
import type { Answer, HeaderList, Reply } from './answer.ts'
import { answerOfException } from './answer-of-exception.ts'
import { checkReply } from './check-answer.ts'
import { type Failure, toHttp } from './failure.ts'
import { isTuple, withOverrides } from './answer-tuple.ts'
import { isResponse } from './is-response.ts'
import type { ErrorPipeline } from './pipeline.ts'

/**
 * Returns the answer for what an error handler returned (DSP-8): what the framework knows, a web `Response` or stream,
 * an HTTP exception, text, `html`, bytes, an object or array (JSON), and `[body, status]`, `[body, headers]`,
 * `[body, status, headers]` of these. The status is 200 unless it is said (DSP-9).
 *
 * @throws {TypeError} when it is nothing that can be sent, undefined first of all (DSP-11); JSON may throw too.
 */
export async function toAnswer<Context>(
  value: unknown,
  failure: Failure<Context>,
  pipeline: ErrorPipeline<Context>,
): Promise<Answer> {
  const { incident } = failure
  const native = await incident.framework.answerFrom(value, incident.context)
  if (native !== undefined) return native
  if (isTuple(value)) return withOverrides(await toAnswer(value[0], failure, pipeline), value)
  const { plainStatusCode } = incident.framework
  const http = toHttp(value, { debug: pipeline.settings.debug, plainStatusCode })
  return http === undefined
    ? toPlainAnswer(value, failure)
    : answerOfException(http, failure, pipeline.settings.pages)
}

type FailedError = Pick<Failure<unknown>, 'error' | 'http'>

function toPlainAnswer(value: unknown, failure: FailedError): Answer {
  if (typeof value === 'string') return reply('text/plain; charset=utf-8', value)
  if (value instanceof SafeHtml) return reply('text/html; charset=utf-8', value.toString())
  if (value instanceof Uint8Array) return reply('application/octet-stream', value)
  if (isResponse(value)) return { kind: 'response', response: value }
  if (value instanceof ReadableStream) return { kind: 'response', response: new Response(value) }
  if (typeof value === 'object' && value !== null && !(value instanceof Error)) {
    return reply('application/json', JSON.stringify(value))
  }
  throw invalid(value, failure)
}

function reply(contentType: string, body: string | Uint8Array): Reply {
  const headers: HeaderList = [
    ['Content-Type', contentType],
    ['X-Content-Type-Options', 'nosniff'],
  ]
  return checkReply({ kind: 'reply', status: 200, headers, body })
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
