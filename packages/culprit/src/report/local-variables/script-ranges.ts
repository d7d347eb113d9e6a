import type { Debugger } from 'node:inspector'

/** A stretch of a script, as the debugger counts: from 0. */
export interface ScriptRange {
  readonly scriptId: string
  readonly start: Debugger.ScriptPosition
  readonly end: Debugger.ScriptPosition
}

/**
 * Returns the range of a paused frame's function; undefined for a module's own code, whose range would cover all
 * functions of the file.
 */
export function functionRange({ scopeChain, functionLocation }: Debugger.CallFrame): ScriptRange | undefined {
  const local = scopeChain.find(({ type }) => type === 'local')
  if (functionLocation === undefined || local?.endLocation === undefined) return undefined
  const { scriptId, lineNumber, columnNumber = 0 } = functionLocation
  if (lineNumber === 0 && columnNumber === 0) return undefined
  const { lineNumber: endLine, columnNumber: endColumn = 0 } = local.endLocation
  return {
    scriptId,
    start: before(lineNumber, columnNumber),
    end: { lineNumber: endLine, columnNumber: endColumn },
  }
}

/** A range takes in what begins after its begin; a column beyond the end of a line stands before the next. */
function before(lineNumber: number, columnNumber: number): Debugger.ScriptPosition {
  if (columnNumber > 0) return { lineNumber, columnNumber: columnNumber - 1 }
  return { lineNumber: lineNumber - 1, columnNumber: 1_000_000 }
}

/** Returns the ranges as the debugger takes them: begin, end, begin, end, in order, those that overlap joined. */
export function toPositions(ranges: readonly ScriptRange[]): readonly Debugger.ScriptPosition[] {
  const sorted = ranges.toSorted((a, b) => compare(a.start, b.start))
  const positions: Debugger.ScriptPosition[] = []
  for (const { start, end } of sorted) {
    const last = positions.at(-1)
    if (last === undefined || compare(start, last) > 0) positions.push(start, end)
    else if (compare(end, last) > 0) positions[positions.length - 1] = end
  }
  return positions
}

function compare(a: Debugger.ScriptPosition, b: Debugger.ScriptPosition): number {
  return a.lineNumber - b.lineNumber || a.columnNumber - b.columnNumber
}
