import type { ErrorProblem } from './problem.ts'
import type { HeaderList, Reply } from './reply.ts'

/** What a reply is put together from. */
export interface ReplyParts {
  readonly problem: ErrorProblem
  readonly contentType: string
  readonly body: string
  /** The request headers that the choice of body depended on. */
  readonly vary: string
  readonly headers: HeaderList
}

/** Returns the reply to an error. Fields that HTTP cannot carry are left out, since an answer must not fail. */
export function replyOf({ problem, contentType, body, vary, headers }: ReplyParts): Reply {
  return {
    kind: 'reply',
    status: problem.status,
    headers: [
      ['Content-Type', contentType],
      ['Content-Length', String(new TextEncoder().encode(body).length)],
      ['X-Content-Type-Options', 'nosniff'],
      ['Vary', vary],
      ...headers,
      ...problem.headers.filter(isSendable),
    ],
    body,
  }
}

function isSendable([name, value]: readonly [string, string]): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value)
}
