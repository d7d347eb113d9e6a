import type { ErrorPages } from '../http/error-pages.ts'
import type { HttpException } from '../http/http-exception.ts'
import type { Answer } from './answer.ts'
import { type Eventually, isThenable } from './eventually.ts'
import type { Failure } from './failure.ts'

/** Returns the answer an HTTP exception is: the response it carries, else its generic page. */
export function answerOfException<Context>(
  http: HttpException,
  failure: Pick<Failure<Context>, 'incident' | 'reference'>,
  pages: ErrorPages,
): Eventually<Answer> {
  if (http.response !== undefined) return { kind: 'response', response: http.response }
  const { method, path, accept, acceptLanguage } = failure.incident.request
  const reply = http.getReply({ method, path, accept, acceptLanguage, reference: failure.reference }, pages)
  // Subclasses of the application may have promises of their own.
  return isThenable(reply) ? Promise.resolve(reply) : reply
}
