import { html, raw, type SafeHtml } from '../html/html.ts'
import type { Representation } from './negotiate.ts'
import { type ErrorProblem, toProblemDetails } from './problem.ts'

/** Returns the generic body of an error in one representation, ending with a line feed. */
export function renderBody(problem: ErrorProblem, representation: Representation, reference?: string): string {
  switch (representation) {
    case 'problem':
      return `${JSON.stringify(toProblemDetails(problem, reference))}\n`
    case 'text':
      return `${title(problem)}\n${problem.description}\n`
    case 'html':
      return page(problem).toString()
  }
}

function title(problem: ErrorProblem): string {
  return `${problem.code ?? problem.status} ${problem.phrase}`
}

function page(problem: ErrorProblem): SafeHtml {
  return html`<!doctype html>
<html lang=en>
<title>${title(problem)}</title>
<h1>${problem.phrase}</h1>
<p>${problem.descriptionHtml ?? lines(problem.description)}</p>
`
}

function lines(text: string): readonly SafeHtml[] {
  return text.split('\n').map((line, index) => html`${index === 0 ? '' : raw('<br>')}${line}`)
}
