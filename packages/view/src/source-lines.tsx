import type { VNode } from 'preact'
import { highlight } from './highlight.ts'
import type { Language } from './language.ts'
import { safeText } from './safe-text.ts'
import { toSpan } from './token-span.tsx'
import type { ContextLine } from './trace-view.ts'

/** What `SourceLines` shows. */
export interface SourceLinesProps {
  readonly lines: readonly ContextLine[]
  readonly language: Language
  /** 1-based column of the frame on the current line; a caret is put under it. */
  readonly column?: number | undefined
}

/** Characters kept left of the column when the current line is cut to a window. */
const windowBefore = 80
const windowLength = 240
const longLine = 400

/** Source lines around a frame, highlighted, the current one marked and a caret under the column. */
export function SourceLines({ lines, language, column }: SourceLinesProps): VNode {
  const shown = lines.map((line) => windowed(line, column))
  const tokens = highlight(
    shown.map(({ text }) => text),
    language,
  )
  return (
    <div class="source" tabIndex={0} role="group" aria-label="Source lines">
      <ol class="source-lines">
        {shown.map((line, index) => (
          <li key={line.line} class={line.current ? 'source-line current' : 'source-line'} value={line.line}>
            <span class="line-number" aria-hidden="true">
              {line.line}
            </span>
            <code>
              {(tokens[index] ?? []).map(toSpan)}
              {line.current && line.column !== undefined && (
                <span class="caret" aria-hidden="true">
                  {caret(line.text, line.column)}
                </span>
              )}
            </code>
          </li>
        ))}
      </ol>
    </div>
  )
}

interface ShownLine extends ContextLine {
  /** Column within `text`, where it lies inside it. */
  readonly column?: number
}

/** Cuts a long line (minified code) to a window around the column, so that the place itself is seen. */
function windowed(line: ContextLine, column: number | undefined): ShownLine {
  const inside = line.current && column !== undefined && column >= 1 && column <= line.text.length + 1
  if (line.text.length <= longLine) return inside ? { ...line, column } : line
  const focus = inside ? column : 1
  const start = Math.max(0, focus - 1 - windowBefore)
  const end = Math.min(line.text.length, start + windowLength)
  const head = start > 0 ? '\u2026' : ''
  const text = `${head}${line.text.slice(start, end)}${end < line.text.length ? '\u2026' : ''}`
  return inside ? { ...line, text, column: focus - start + head.length } : { ...line, text }
}

/**
 * Returns blanks up to the column (tabs stay tabs, so that it lines up), then carets under the name that begins there,
 * or a single one. `column` is 1-based.
 */
export function caret(text: string, column: number): string {
  const name = /^[\w$]{1,80}/.exec(text.slice(column - 1))?.[0] ?? ''
  return `${safeText(text.slice(0, column - 1)).replace(/[^\t]/g, ' ')}${'^'.repeat(Math.max(1, name.length))}`
}
