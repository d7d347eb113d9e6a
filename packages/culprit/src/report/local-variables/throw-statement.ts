/** Where a statement throws a new error: 0-based columns of its line. */
export interface ThrowStatement {
  readonly throwColumn: number
  /** What the stack of the error names as its place. */
  readonly newColumn: number
}

/**
 * Returns the statement `throw new ...` that begins at a place of a line of code; undefined for another, such as a call
 * that fails or the rethrow of an error that was made elsewhere: its stack would not lead back to here.
 */
export function throwStatementAt(line: string, column: number): ThrowStatement | undefined {
  const begin = /^throw\s+(?=new\b)/.exec(line.slice(column, column + 100))
  return begin === null ? undefined : { throwColumn: column, newColumn: column + begin[0].length }
}
