import { describe, expect, it } from 'vitest'
import { sourceContext } from './source-context.ts'

const lines = ['one', 'two', 'three', 'four', 'five']

describe('sourceContext()', () => {
  it('returns the lines around, numbered from 1', () => {
    expect(sourceContext(lines, 3, 1)).toEqual({
      before: ['two'],
      line: 'three',
      after: ['four'],
      firstLine: 2,
    })
    expect(sourceContext(lines, 3)).toEqual({
      before: ['one', 'two'],
      line: 'three',
      after: ['four', 'five'],
      firstLine: 1,
    })
  })
  it('stops at both ends of the file', () => {
    expect(sourceContext(lines, 1, 2)).toEqual({
      before: [],
      line: 'one',
      after: ['two', 'three'],
      firstLine: 1,
    })
    expect(sourceContext(lines, 5, 2)).toMatchObject({ after: [], firstLine: 3 })
  })
  it.each([0, -1, 6, 1.5, NaN, Infinity])('has none for line %s', (line) =>
    expect(sourceContext(lines, line)).toBeUndefined(),
  )
  it('cuts lines at 500 characters and takes at most 50 on each side', () => {
    const many = Array.from({ length: 200 }, () => 'x'.repeat(600))
    const context = sourceContext(many, 100, 1e9)
    expect(context?.line).toHaveLength(500)
    expect([context?.before.length, context?.after.length]).toEqual([50, 50])
  })
})
