import { SafeHtml } from '../html/html.ts'
import type { CustomPage, PageModel } from './page-options.ts'
import { renderPage, type PageParts } from './render-page.ts'
import type { Reply } from './reply.ts'
import { replyOf } from './reply-of.ts'

/** What is needed to answer with a page of the application. */
export interface CustomPageParts {
  readonly page: CustomPage
  readonly parts: PageParts
  /** Makes the answer when the page fails. */
  readonly fallback: () => Reply
  readonly vary: string
  readonly onPageError: ((error: unknown) => void) | undefined
}

const timeLimitMs = 2000

/** Returns the answer with a page of the application, or the fallback when making it fails or takes two seconds. */
export function renderCustomPage(custom: CustomPageParts): Reply | Promise<Reply> {
  const { page, parts } = custom
  if (typeof page !== 'function') return toReply(custom, page)
  let made: unknown
  try {
    made = page(modelOf(parts))
  } catch (error) {
    return failed(custom, error)
  }
  return isThenable(made) ? awaitPage(custom, made) : toReply(custom, made)
}

async function awaitPage(custom: CustomPageParts, made: PromiseLike<unknown>): Promise<Reply> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The error page took longer than ${timeLimitMs} ms.`)),
      timeLimitMs,
    )
  })
  try {
    return toReply(custom, await Promise.race([made, late]))
  } catch (error) {
    return failed(custom, error)
  } finally {
    clearTimeout(timer)
  }
}

function toReply(custom: CustomPageParts, made: unknown): Reply {
  if (typeof made !== 'string' && !(made instanceof SafeHtml))
    return failed(custom, new TypeError(`An error page must be text or markup, but it was ${typeof made}.`))
  return replyOf({
    problem: custom.parts.problem,
    body: String(made),
    vary: custom.vary,
    headers: [],
    contentType: 'text/html; charset=utf-8',
  })
}

function failed(custom: CustomPageParts, error: unknown): Reply {
  try {
    custom.onPageError?.(error)
  } catch {
    // The visitor's answer matters more than who is told about the page.
  }
  return custom.fallback()
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value instanceof Promise || (typeof value === 'object' && value !== null && 'then' in value)
}

function modelOf(parts: PageParts): PageModel {
  const { problem, request, language } = parts
  return {
    status: problem.status,
    phrase: problem.phrase,
    description: problem.description,
    method: request.method,
    path: request.path,
    language,
    reference: request.reference,
    builtIn: () => renderPage(parts),
  }
}
