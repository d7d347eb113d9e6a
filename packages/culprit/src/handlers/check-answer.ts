import type { Answer, HeaderList, Reply } from './answer.ts'

/**
 * Returns an answer of the application if an adapter can send it: a status from 200 to 599, header names that are tokens
 * (RFC 9110 section 5.6.2), header values without line breaks or other control characters and within Latin-1.
 *
 * @throws {TypeError} when it cannot; the message tells which part.
 */
export function checkAnswer(answer: Answer): Answer {
  if (answer.kind === 'reply') return checkReply(answer)
  if (answer.kind === 'response' || answer.kind === 'native' || answer.kind === 'none') return answer
  throw new TypeError(`An answer needs a kind ('reply', 'response', 'native', 'none').`)
}

/** As `checkAnswer`, for an answer made here. */
export function checkReply(reply: Reply): Reply {
  checkStatus(reply.status)
  checkHeaders(reply.headers)
  return reply
}

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
const unsafeValue = /[^\t\u0020-\u007e\u0080-\u00ff]/

/** Returns a status that can be sent. @throws {TypeError} when it cannot. */
export function checkStatus(status: number): number {
  if (!Number.isInteger(status) || status < 200 || status > 599) {
    throw new TypeError(
      `The status of an answer must be an integer from 200 to 599, but it was ${String(status)}.`,
    )
  }
  return status
}

function checkHeaders(headers: HeaderList): void {
  for (const [name, value] of headers) {
    if (!token.test(name)) throw new TypeError(`${JSON.stringify(name)} is not the name of a header.`)
    if (unsafeValue.test(value)) throw new TypeError(`The header ${name} has characters that cannot be sent.`)
  }
}
