import { caret, highlight, languageOf, safeText, type TokenKind } from '@culprit/view'
import type { DebuggedFrame } from '../debugged-error.ts'
import type { TerminalStyle } from './terminal-style.ts'

/** How a code frame is written. */
export interface CodeFrameOptions {
  readonly style: TerminalStyle
  /** Width of the terminal in characters. */
  readonly columns: number
  /** Lines before and after the place. */
  readonly around: number
}

/** Returns the source lines around a frame's place with numbers, the place marked and a caret; empty without source. */
export function codeFrame(
  frame: DebuggedFrame,
  { style, columns, around }: CodeFrameOptions,
): readonly string[] {
  const near = frame.source.filter(({ line }) => Math.abs(line - frame.line) <= around)
  const width = String(near.at(-1)?.line ?? 0).length
  const room = Math.max(20, columns - width - 5)
  const shift = windowStart(frame, room)
  const texts = near.map(({ text }) => safeText(text.replaceAll('\t', '  ')).slice(shift, shift + room))
  const tokens = highlight(texts, languageOf(frame.shownFile, 'node'))
  return near.flatMap(({ line, text }, index) => {
    const current = line === frame.line
    const code = (tokens[index] ?? []).map(({ kind, text: part }) => colour(style, kind)(part)).join('')
    const number = String(line).padStart(width)
    const row = current
      ? `${style.red('>')} ${style.bold(number)} | ${code}`
      : `  ${style.dim(number)} ${style.dim('|')} ${code}`
    if (!current || frame.column < 1) return [row]
    const before = text.slice(0, frame.column - 1)
    const column = frame.column + (before.length - before.replaceAll('\t', '').length)
    const mark = caret(texts[index] ?? '', Math.max(1, column - shift))
    return [row, `  ${' '.repeat(width)} ${style.dim('|')} ${style.red(mark)}`]
  })
}

/** A long line is cut to a window in which the place is seen. */
function windowStart(frame: DebuggedFrame, room: number): number {
  const length = frame.source.find(({ line }) => line === frame.line)?.text.length ?? 0
  return length <= room || frame.column < room - 20 ? 0 : Math.max(0, frame.column - Math.floor(room / 2))
}

function colour(style: TerminalStyle, kind: TokenKind): (text: string) => string {
  switch (kind) {
    case 'keyword':
    case 'tag':
      return style.magenta
    case 'string':
      return style.green
    case 'number':
    case 'literal':
      return style.yellow
    case 'comment':
      return style.dim
    case 'type':
    case 'call':
      return style.cyan
    case 'plain':
    case 'meta':
    case 'property':
    case 'punctuation':
      return (text) => text
  }
}
