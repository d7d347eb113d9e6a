import { describe, expect, it } from 'vitest'
import { type ScriptRange, toPositions } from './script-ranges.ts'

const range = (startLine: number, startColumn: number, endLine: number, endColumn: number): ScriptRange => ({
  scriptId: '1',
  start: { lineNumber: startLine, columnNumber: startColumn },
  end: { lineNumber: endLine, columnNumber: endColumn },
})
const flat = (...ranges: readonly ScriptRange[]): readonly string[] =>
  toPositions(ranges).map(({ lineNumber, columnNumber }) => `${lineNumber}:${columnNumber}`)

describe('toPositions', () => {
  it('puts ranges in order', () => {
    expect(flat(range(5, 0, 6, 1), range(1, 2, 1, 9))).toEqual(['1:2', '1:9', '5:0', '6:1'])
  })

  it('joins ranges that lie within each other, overlap or touch', () => {
    expect(flat(range(1, 0, 9, 1), range(2, 0, 3, 1))).toEqual(['1:0', '9:1'])
    expect(flat(range(1, 0, 4, 1), range(3, 0, 6, 1), range(6, 1, 7, 0))).toEqual(['1:0', '7:0'])
    expect(flat(range(1, 0, 4, 1), range(1, 0, 4, 1))).toEqual(['1:0', '4:1'])
  })

  it('is empty without ranges', () => {
    expect(flat()).toEqual([])
  })
})
