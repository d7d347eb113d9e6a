import { parseWeightedList, type Weighted } from './weighted-list.ts'

/** The forms in which an error can be shown: a page, problem details (RFC 9457), plain text. */
export type Representation = 'html' | 'problem' | 'text'

/**
 * Returns the form that an `Accept` header asks for. The highest quality wins; among equals the form that is named
 * (a program that sends `application/json` and then takes anything), then HTML, problem details, text. No header, and
 * one that takes none of them, get HTML. Source: https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
 */
export function negotiate(accept: string | undefined): Representation {
  if (accept === undefined) return 'html'
  const ranges = parseWeightedList(accept)
  let best: Representation = 'html'
  let bestMatch: Match = noMatch
  for (const representation of representations) {
    const match = matchOf(representation, ranges)
    if (!isBetter(match, bestMatch)) continue
    best = representation
    bestMatch = match
  }
  return best
}

/** How well a form is accepted; `precision` is 3 for a type that is named, 2 for `text/*`, 1 for any. */
interface Match {
  readonly weight: number
  readonly precision: number
}

const noMatch: Match = { weight: 0, precision: 0 }

const representations: readonly Representation[] = ['html', 'problem', 'text']

const mediaTypes: Readonly<Record<Representation, readonly string[]>> = {
  html: ['text/html', 'application/xhtml+xml'],
  problem: ['application/problem+json', 'application/json'],
  text: ['text/plain'],
}

function isBetter(match: Match, than: Match): boolean {
  if (match.weight !== than.weight) return match.weight > than.weight
  return match.weight > 0 && match.precision > than.precision
}

/** The most precise range decides the weight of a type; the type that is accepted best stands for its form. */
function matchOf(representation: Representation, ranges: readonly Weighted[]): Match {
  let best = noMatch
  for (const type of mediaTypes[representation]) {
    let match = noMatch
    for (const range of ranges) {
      const precision = precisionOf(range.value, type)
      if (precision > match.precision) match = { weight: range.weight, precision }
    }
    // A wildcard speaks of the type that would be sent, the first.
    const isMeant = type === mediaTypes[representation][0] || match.precision > 2
    if (isMeant && isBetter(match, best)) best = match
  }
  return best
}

function precisionOf(range: string, type: string): number {
  if (range === type) return 3
  // Whoever asks for `application/vnd.api+json` reads JSON.
  if (type === 'application/json' && range.endsWith('+json')) return 2.5
  if (range === '*/*' || range === '*') return 1
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1)) ? 2 : 0
}
