import type { SafeHtml } from '../html/html.ts'
import type { HeaderList } from './reply.ts'

/** An HTTP error as pages are made of it. */
export interface ErrorProblem {
  /** 200 to 599. */
  readonly status: number
  /** The code of the exception, undefined when it has none (the status is 500 then). */
  readonly code?: number | undefined
  readonly phrase: string
  /** Plain text; may be empty. */
  readonly description: string
  /** The description as markup, where the application gave it as such. */
  readonly descriptionHtml?: SafeHtml | undefined
  /** Header fields the answer gets, such as `Allow`. */
  readonly headers: HeaderList
}

/** Problem details as they are sent. Source: https://www.rfc-editor.org/rfc/rfc9457#section-3.1 */
export interface ProblemDetails {
  readonly type: 'about:blank'
  /** The phrase of the status. */
  readonly title: string
  readonly status: number
  readonly detail?: string
  /** The reference id, where the error was logged or reported. */
  readonly reference?: string
}

/** Returns problem details of an error, without members that would be empty. */
export function toProblemDetails(problem: ErrorProblem, reference?: string): ProblemDetails {
  return {
    type: 'about:blank',
    title: problem.phrase,
    status: problem.status,
    ...(problem.description === '' ? {} : { detail: problem.description }),
    ...(reference === undefined ? {} : { reference }),
  }
}
