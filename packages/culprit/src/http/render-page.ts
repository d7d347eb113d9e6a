// Under this name formatters leave the template alone: each byte counts, and those of the style are in the policy.
import { html as markup, raw, type SafeHtml } from '../html/html.ts'
import type { FeedbackTarget } from './feedback-form.ts'
import type { PageBrand } from './page-options.ts'
import type { PageTexts } from './page-texts.ts'
import type { ErrorProblem } from './problem.ts'
import type { PageRequest } from './reply.ts'
import { retryAfterTime } from './retry-after-time.ts'

/** What stays the same for all pages of an application. */
export interface PageFrame {
  readonly brand: PageBrand
  /** The text of the style element; its hash is in the policy. */
  readonly style: SafeHtml
  readonly feedback: FeedbackTarget | undefined
  /** Returns the time in milliseconds since 1970. */
  readonly now: () => number
}

/** One page to be made. `problem` is in the language of the page already. */
export interface PageParts {
  readonly frame: PageFrame
  readonly problem: ErrorProblem
  readonly request: PageRequest
  readonly language: string
  readonly texts: PageTexts
}

const maxPathLength = 200
const rightToLeft: ReadonlySet<string> = new Set(['ar', 'dv', 'fa', 'he', 'ps', 'ur', 'yi'])

/**
 * Returns the generic page: what happened in words, never why. Without scripts and without anything from elsewhere.
 * Without brand, feedback and texts of the application it is at most 6 kB.
 */
export function renderPage(parts: PageParts): SafeHtml {
  const { frame, problem, language } = parts
  const direction = rightToLeft.has(language.split('-', 1)[0] ?? '') ? raw(' dir=rtl') : ''
  return markup`<!doctype html>
<html lang=${language}${direction}>
<meta charset=utf-8>
<meta name=viewport content="width=device-width,initial-scale=1">
<meta name=robots content=noindex>
<title>${problem.status} ${problem.phrase}</title>
<style>${frame.style}</style>
<main>
${brandHeader(frame.brand)}<p class=status>${problem.status}</p>
<h1>${problem.phrase}</h1>
<p>${problem.descriptionHtml ?? withLineBreaks(problem.description)}</p>
${details(parts)}${links(parts)}${feedback(parts)}</main>
`
}

function brandHeader({ name, logo }: PageBrand): SafeHtml | string {
  if (name === undefined && logo === undefined) return ''
  const image = logo === undefined ? '' : markup`<img src="${logo}" alt="">`
  return markup`<header>${image}${name}</header>\n`
}

function withLineBreaks(text: string): readonly SafeHtml[] {
  return text.split('\n').map((line, index) => (index === 0 ? markup`${line}` : markup`<br>${line}`))
}

function details({ problem, request, texts, frame, language }: PageParts): readonly SafeHtml[] {
  const found: SafeHtml[] = []
  if (problem.status === 404 && request.path !== '')
    found.push(markup`<p class=path><code>${shortened(request.path)}</code></p>\n`)
  const time = retryAfterTime(problem.headers, language, frame.now)
  if (time !== undefined) found.push(markup`<p>${texts.retryAfter.replace('{time}', () => time)}</p>\n`)
  if (request.reference !== undefined)
    found.push(markup`<p class=note>${texts.reference} <code>${request.reference}</code></p>\n`)
  return found
}

function shortened(path: string): string {
  return path.length > maxPathLength ? `${path.slice(0, maxPathLength).toWellFormed()}…` : path
}

function links({ frame, problem, request, texts }: PageParts): SafeHtml | string {
  const given = frame.brand.links ?? (request.path === '/' ? [] : [{ text: texts.home, href: '/' }])
  // An empty reference is the page's own address, query included. A form cannot be sent again by a link.
  const again =
    isTemporary(problem.status) && isRead(request.method) ? [{ text: texts.tryAgain, href: '' }] : []
  const all = [...again, ...given]
  if (all.length === 0) return ''
  return markup`<nav>${all.map(({ text, href }) => markup`<a href="${href}">${text}</a>`)}</nav>\n`
}

function isTemporary(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

function feedback({ frame, request, texts }: PageParts): SafeHtml | string {
  if (frame.feedback === undefined || request.reference === undefined) return ''
  return frame.feedback.form(request.reference, texts.feedback)
}
