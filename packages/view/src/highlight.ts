import { grammars } from './grammars.ts'
import type { Language } from './language.ts'
import { createScanner } from './scanner.ts'
import { scriptGrammar } from './script-grammar.ts'
import type { Token } from './token.ts'

/** Longest line that is highlighted, in characters; the rest is cut and an ellipsis put in its place. */
export const highlightLineLimit = 2000

/** Tokens of the lines, and how many characters the scanner looked at. */
export interface Highlighted {
  readonly lines: readonly (readonly Token[])[]
  /** At most a small constant times the characters given: the proof that time is linear. */
  readonly steps: number
}

/**
 * Returns the tokens of each line. The texts of a line's tokens, put together, are the line (clipped at
 * `highlightLineLimit`). One pass without backtracking, so hostile lines cost no more than honest ones.
 * Comments and strings that span lines are followed from line to line.
 */
export function highlight(lines: readonly string[], language: Language): readonly (readonly Token[])[] {
  return highlightCounted(lines, language).lines
}

/** As `highlight`, with the number of steps it took. */
export function highlightCounted(lines: readonly string[], language: Language): Highlighted {
  const clipped = lines.map(clipLine)
  if (language === 'plain') {
    return { lines: clipped.map((text) => (text === '' ? [] : [{ kind: 'plain', text }])), steps: 0 }
  }
  const scanner = createScanner(grammars[language])
  const tokens = clipped.map((text) => scanner.line(text))
  return { lines: tokens, steps: scanner.steps() }
}

/**
 * As `highlight` for JavaScript and TypeScript. It brings no other language along, which is worth 3 kB in a script of a page.
 */
export function highlightScript(lines: readonly string[]): readonly (readonly Token[])[] {
  const scanner = createScanner(scriptGrammar)
  return lines.map((text) => scanner.line(clipLine(text)))
}

/** Returns the line cut to `highlightLineLimit`, never through the middle of a surrogate pair. */
export function clipLine(text: string): string {
  if (text.length <= highlightLineLimit) return text
  const last = text.charCodeAt(highlightLineLimit - 1)
  const splitsPair = last >= 0xd800 && last <= 0xdbff
  return `${text.slice(0, splitsPair ? highlightLineLimit - 1 : highlightLineLimit)}\u2026`
}
