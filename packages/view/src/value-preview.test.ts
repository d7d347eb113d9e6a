import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from './json.ts'
import { previewValue } from './value-preview.ts'

describe('previewValue()', () => {
  it.each<[Json, 'quoted' | 'repr', string, string]>([
    [null, 'quoted', 'literal', 'null'],
    [1.5, 'quoted', 'number', '1.5'],
    ['a', 'quoted', 'string', "'a'"],
    ["it's", 'quoted', 'string', '"it\'s"'],
    ["'a'", 'repr', 'repr', "'a'"],
    ['[Filtered]', 'repr', 'redacted', '[Filtered]'],
    ['[Filtered by rule 3]', 'quoted', 'redacted', '[Filtered by rule 3]'],
    ['<undefined>', 'quoted', 'literal', 'undefined'],
    ['[Function]', 'quoted', 'repr', '[Function]'],
    [[], 'quoted', 'container', '[]'],
    [{}, 'quoted', 'container', '{}'],
    [[1, [2], { a: 1 }], 'quoted', 'container', '[1, [1], {1}]'],
    [{ a: 1, b: { c: 2 } }, 'quoted', 'container', '{ a: 1, b: {1} }'],
    [Array.from({ length: 20 }, (_, index) => index), 'quoted', 'container', '[0, 1, 2, 3, 4, 5, 6, 7, +12]'],
  ])('%j (%s) is %s %s', (value, style, kind, text) => {
    expect(previewValue(value, style)).toEqual({ kind, text })
  })

  it('stays short whatever the value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        expect(previewValue(value as Json, 'quoted', 80).text.length).toBeLessThan(900)
      }),
    )
  })
})
