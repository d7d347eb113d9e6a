/** Reads a source file as lines, or answers undefined when there is none. Injected, so that this package does no I/O. */
export type SourceReader = (file: string) => readonly string[] | undefined

/** The source around a line: up to n lines before and after it. `firstLine` is the 1-based number of `before[0]`. */
export interface SourceContext {
  readonly before: readonly string[]
  readonly line: string
  readonly after: readonly string[]
  readonly firstLine: number
}

/** Returns the line (1-based) with up to `n` lines on each side, or undefined when it lies outside the file. */
export function sourceContext(_lines: readonly string[], _line: number, _n = 5): SourceContext | undefined {
  return undefined
}
