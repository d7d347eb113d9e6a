import { describe, expect, it } from 'vitest'
import { throwStatementAt } from './throw-statement.ts'

describe('throwStatementAt()', () => {
  it.each([
    ['    throw new RangeError(`older`)', 4, 10],
    ['if (late) throw  new Late()', 10, 17],
    ['{throw\tnew\tX }', 1, 7],
  ])('N11: finds the statement in %s', (line, column, newColumn) => {
    expect(throwStatementAt(line, column)).toEqual({ throwColumn: column, newColumn })
  })

  it.each([
    ['a call that fails', '  return cart.items.length', 14],
    ['a rethrow', '  throw error', 2],
    ['a call that makes the error', '  throw newError()', 2],
    ['another place of the line', '  throw new Error()', 8],
    ['a place beyond the line', 'throw', 99],
  ])('N11: leaves %s to pauses', (_name, line, column) => {
    expect(throwStatementAt(line, column)).toBeUndefined()
  })
})
