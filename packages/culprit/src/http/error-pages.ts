import { negotiate } from './negotiate.ts'
import type { ErrorProblem } from './problem.ts'
import { renderBody } from './render-body.ts'
import type { PageRequest, Reply } from './reply.ts'

/** Makes the answers to errors that no handler of the application answers. */
export interface ErrorPages {
  /** Returns the answer to an error; a promise only where a page of the application is made by a function. Never fails. */
  readonly reply: (problem: ErrorProblem, request: PageRequest) => Reply | Promise<Reply>
}

/** How an application changes the generic pages. */
export interface ErrorPagesOptions {}

/** Returns the pages of an application. */
export function createErrorPages(_options: ErrorPagesOptions = {}): ErrorPages {
  return plainErrorPages
}

/** The pages of an application that has said nothing about them; what everything falls back to. */
export const plainErrorPages: { readonly reply: (problem: ErrorProblem, request: PageRequest) => Reply } = {
  reply: plainReply,
}

const contentTypes = {
  html: 'text/html; charset=utf-8',
  problem: 'application/problem+json',
  text: 'text/plain; charset=utf-8',
} as const

function plainReply(problem: ErrorProblem, request: PageRequest): Reply {
  const representation = negotiate(request.accept)
  const body = renderBody(problem, representation, request.reference)
  const headers = [
    ['Content-Type', contentTypes[representation]],
    ['Content-Length', String(new TextEncoder().encode(body).length)],
    ...problem.headers,
  ] as const
  return { kind: 'reply', status: problem.status, headers, body }
}
