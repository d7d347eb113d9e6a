import { raw } from '../html/html.ts'
import { chooseLanguage } from './choose-language.ts'
import { createFeedbackTarget } from './feedback-form.ts'
import { negotiate, type Representation } from './negotiate.ts'
import type { ErrorPagesOptions } from './page-options.ts'
import { pageStyle } from './page-style.ts'
import { completeTexts, englishTexts, type PageTexts } from './page-texts.ts'
import { type ErrorProblem, inLanguage, toProblemDetails } from './problem.ts'
import { type PageFrame, type PageParts, renderPage } from './render-page.ts'
import { replyOf } from './reply-of.ts'
import type { HeaderList, PageRequest, Reply } from './reply.ts'
import { sha256 } from './sha256.ts'

/** The built-in pages: they are made at once, of nothing that can fail. */
export interface GenericPages {
  readonly reply: (problem: ErrorProblem, request: PageRequest) => Reply
  readonly body: (parts: PageParts, representation: Representation) => string
  readonly partsOf: (problem: ErrorProblem, request: PageRequest) => PageParts
  readonly vary: string
}

/** Returns the built-in pages in an application's colours and languages. The options have been checked. */
export function createGenericPages(options: ErrorPagesOptions, now: () => number): GenericPages {
  const { brand = {}, feedback } = options
  const style = pageStyle(brand.color ?? '#c2410c')
  const target = feedback === undefined ? undefined : createFeedbackTarget(feedback.dsn)
  const frame: PageFrame = { brand, style: raw(style), feedback: target, now }
  const texts = textsByLanguage(options)
  const languages = languagesOf(options, texts)
  const vary = languages.length > 1 ? 'Accept, Accept-Language' : 'Accept'
  // Hashing the style takes milliseconds on a cold start, and most programs never show a page.
  let pageHeaders: HeaderList | undefined
  const policyHeaders = (): HeaderList => [
    ['Content-Security-Policy', policyOf(style, target?.origin, brand.logo !== undefined)],
  ]
  const partsOf = (problem: ErrorProblem, request: PageRequest): PageParts => {
    const language = chooseLanguage(request.acceptLanguage, languages)
    const words = texts.get(language) ?? englishTexts
    // The reference is of use only where something was logged under it.
    const reference = problem.status >= 500 ? request.reference : undefined
    return {
      frame,
      language,
      texts: words,
      problem: inLanguage(problem, words),
      request: { ...request, reference },
    }
  }
  return {
    partsOf,
    vary,
    body: bodyOf,
    reply: (problem, request) => {
      const representation = negotiate(request.accept)
      const body = bodyOf(partsOf(problem, request), representation)
      const headers = representation === 'html' ? (pageHeaders ??= policyHeaders()) : []
      return replyOf({ problem, body, vary, headers, contentType: contentTypes[representation] })
    },
  }
}

const contentTypes: Readonly<Record<Representation, string>> = {
  html: 'text/html; charset=utf-8',
  problem: 'application/problem+json',
  text: 'text/plain; charset=utf-8',
}

function bodyOf(parts: PageParts, representation: Representation): string {
  const { problem, request, texts } = parts
  switch (representation) {
    case 'html':
      return renderPage(parts).toString()
    case 'problem':
      return `${JSON.stringify(toProblemDetails(problem, request.reference))}\n`
    case 'text': {
      const reference = request.reference === undefined ? [] : [`${texts.reference} ${request.reference}`]
      const lines = [`${problem.status} ${problem.phrase}`, problem.description, ...reference]
      return `${lines.filter((line) => line !== '').join('\n\n')}\n`
    }
  }
}

function textsByLanguage(options: ErrorPagesOptions): ReadonlyMap<string, PageTexts> {
  const given = Object.entries(options.texts ?? {}).map(
    ([tag, words]) => [tag, completeTexts(words)] as const,
  )
  return new Map([['en', englishTexts], ...given])
}

function languagesOf(
  options: ErrorPagesOptions,
  texts: ReadonlyMap<string, PageTexts>,
): readonly [string, ...(readonly string[])] {
  const first = options.language ?? 'en'
  return [first, ...[...texts.keys()].filter((tag) => tag !== first)]
}

/** Nothing but the page's own style; scripts, frames and loads are refused. */
function policyOf(style: string, formOrigin: string | undefined, hasLogo: boolean): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${sha256(style)}'`,
    ...(hasLogo ? ['img-src data:'] : []),
    `form-action ${formOrigin ?? "'none'"}`,
    "base-uri 'none'",
  ].join('; ')
}

/** The pages of an application that has said nothing about them. */
export const genericPages: GenericPages = createGenericPages({}, Date.now)
