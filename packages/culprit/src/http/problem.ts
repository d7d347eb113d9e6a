import type { SafeHtml } from '../html/html.ts'
import type { PageTexts } from './page-texts.ts'
import type { HeaderList } from './reply.ts'
import { statusDescription } from './status.ts'

/** An HTTP error as pages are made of it. */
export interface ErrorProblem {
  /** 200 to 599. */
  readonly status: number
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

/** Returns a problem in the words of a language; a description that the application gave stays as it is. */
export function inLanguage(problem: ErrorProblem, texts: PageTexts): ErrorProblem {
  const words = texts.statuses[problem.status]
  if (words === undefined) return problem
  const isDefault = problem.description === statusDescription(problem.status)
  return {
    ...problem,
    phrase: words.phrase ?? problem.phrase,
    description: isDefault ? (words.description ?? problem.description) : problem.description,
  }
}
