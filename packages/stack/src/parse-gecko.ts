import { classifyPath } from './classify.ts'
import type { Frame } from './frame.ts'
import { parseLocation } from './location.ts'

/**
 * Returns the frame of one line of a Firefox or Safari stack, or undefined when the line is none:
 * `load@https://x/app.js:1:2`, `@https://x/app.js:1:2`, `async*run@...`, `map@[native code]`, and Safari's bare
 * `https://x/app.js:1:2`. `line > eval` and `> Function` parts are cut, so the place of the call is taken.
 * Linear in the line.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/JavaScript/Reference/Global_Objects/Error/stack
 */
export function parseGeckoLine(line: string): Frame | undefined {
  const trimmed = line.trim()
  const at = separatorOf(trimmed)
  if (at < 0) return /^[a-z][a-z-]*:\/\//.test(trimmed) ? placed('', trimmed) : undefined
  return placed(trimmed.slice(0, at), trimmed.slice(at + 1))
}

/** The `@` after the function's name: the last one before the place, which may hold more (`/@scope/`). */
function separatorOf(line: string): number {
  const place = line.search(/@(?:[a-z][a-z-]*:|\/|\[native code\]|[A-Za-z]:[\\/]|<)/)
  return place >= 0 ? place : line.indexOf('@')
}

function placed(rawName: string, place: string): Frame | undefined {
  const name = rawName
    .replace(/^(?:async\*|promise callback\*|setTimeout handler\*)+/, '')
    .replace(/(?:\/<)+$/, '')
  const named = name === '' || name === 'global code' ? {} : { function: name }
  if (place === '[native code]') return { ...named, kind: 'runtime' }
  const cut = place.search(/ line \d{1,9} > /)
  const { file, line, column } = cut < 0 ? parseLocation(place) : evalCaller(place, cut)
  if (line === undefined) return undefined
  const where = column === undefined ? { file, line } : { file, line, column }
  return { ...where, ...named, kind: classifyPath(file) }
}

/** `https://x/a.js line 7 > eval:1:1` was called from line 7 of `https://x/a.js`. */
function evalCaller(place: string, cut: number): ReturnType<typeof parseLocation> {
  return { file: place.slice(0, cut), line: Number.parseInt(place.slice(cut + 6, cut + 15), 10) }
}
