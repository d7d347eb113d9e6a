import { renderCustomPage } from './custom-page.ts'
import { createGenericPages } from './generic-pages.ts'
import { negotiate } from './negotiate.ts'
import { checkPageOptions, type CustomPage, type ErrorPagesOptions, isErrorStatus } from './page-options.ts'
import type { ErrorProblem } from './problem.ts'
import type { PageRequest, Reply } from './reply.ts'

export type { ErrorPagesOptions } from './page-options.ts'

/** Makes the answers to errors that no handler of the application answers. */
export interface ErrorPages {
  /** Returns the answer to an error; a promise only where a page of the application is made by a function. Never fails. */
  readonly reply: (problem: ErrorProblem, request: PageRequest) => Reply | Promise<Reply>
}

/** What pages need of the world. */
export interface ErrorPagesDeps {
  /** Returns the time in milliseconds since 1970. */
  readonly now?: (() => number) | undefined
  /** Told when a page of the application failed, and the generic one was sent instead. */
  readonly onPageError?: ((error: unknown) => void) | undefined
}

/**
 * Returns the pages of an application.
 * @throws {TypeError} when an option cannot be used; the message names its path
 */
export function createErrorPages(options: ErrorPagesOptions = {}, deps: ErrorPagesDeps = {}): ErrorPages {
  checkPageOptions(options)
  const generic = createGenericPages(options, deps.now ?? Date.now)
  const custom = customPages(options)
  if (custom.size === 0 && options.default === undefined) return { reply: generic.reply }
  return {
    reply: (problem, request) => {
      const page = custom.get(problem.status) ?? options.default
      if (page === undefined || negotiate(request.accept) !== 'html') return generic.reply(problem, request)
      return renderCustomPage({
        page,
        parts: generic.partsOf(problem, request),
        fallback: () => generic.reply(problem, request),
        vary: generic.vary,
        onPageError: deps.onPageError,
      })
    },
  }
}

function customPages(options: ErrorPagesOptions): ReadonlyMap<number, CustomPage> {
  const pages = new Map<number, CustomPage>()
  for (const status of Object.keys(options).filter(isErrorStatus).map(Number)) {
    const page = options[status]
    if (page !== undefined) pages.set(status, page)
  }
  return pages
}
