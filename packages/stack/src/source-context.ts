const MAX_LINE = 500
const MAX_LINES = 50

/** Reads a source file as lines, or answers undefined when there is none. Injected, so that this package does no I/O. */
export type SourceReader = (file: string) => readonly string[] | undefined

/** The source around a line: up to n lines before and after it. `firstLine` is the 1-based number of `before[0]`. */
export interface SourceContext {
  readonly before: readonly string[]
  readonly line: string
  readonly after: readonly string[]
  readonly firstLine: number
}

/**
 * Returns the line (1-based) with up to `n` lines (at most 50) on each side, or undefined when it lies outside
 * the file. Each line is cut at 500 characters, the last of them `…`: longer ones are minified code.
 */
export function sourceContext(lines: readonly string[], line: number, n = 5): SourceContext | undefined {
  const at = line - 1
  const middle = lines[at]
  if (middle === undefined) return undefined
  const around = Math.min(Math.max(0, Math.trunc(n)), MAX_LINES)
  const start = Math.max(0, at - around)
  return {
    before: lines.slice(start, at).map(cut),
    line: cut(middle),
    after: lines.slice(line, line + around).map(cut),
    firstLine: start + 1,
  }
}

function cut(line: string): string {
  return line.length > MAX_LINE ? `${line.slice(0, MAX_LINE - 1)}…` : line
}
