import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../../domain/json.ts'
import type { JsonLimits } from '../limits.ts'
import { createNoteTaker } from './note-taker.ts'
import { trimJson } from './trim.ts'

function trimmed(
  value: Json,
  limits: Partial<JsonLimits> = {},
): { readonly kept: Json; readonly notes: number } {
  const notes = createNoteTaker()
  const kept = trimJson(structuredClone(value), {
    limits: { depth: 4, string: 20, chars: 400, keys: 5, ...limits },
    path: 'x',
    notes,
  })
  return { kept, notes: notes.list().length }
}

function depthOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

describe('trimJson', () => {
  it('leaves what fits as it is', () => {
    const value = { a: [1, 'x', null, true], b: { c: {} } }
    expect(trimmed(value)).toEqual({ kept: value, notes: 0 })
  })

  it.each([
    ['nesting', { a: { a: { a: { a: 1 } } } }, { a: { a: { a: { a: 1 } } } }],
    ['deeper nesting', { a: { a: { a: { a: { a: 1 } } } } }, { a: { a: { a: { a: '[Object]' } } } }],
    ['a deep list', [[[[[1]]]]], [[[['[Array]']]]]],
    ['a long text', 'x'.repeat(30), `${'x'.repeat(19)}…`],
    ['many items', [1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5]],
    ['many keys', { a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }, { a: 1, b: 1, c: 1, d: 1, e: 1 }],
  ])('cuts %s', (_name, value: Json, kept: Json) => {
    expect(trimmed(value).kept).toEqual(kept)
  })

  it('keeps every bound for any value, and says when it cut', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 8 }), (any) => {
        // fast-check's JsonValue is the same type but for readonly.
        const value = any as Json
        const { kept, notes } = trimmed(value)
        expect(depthOf(kept)).toBeLessThanOrEqual(4)
        expect(JSON.stringify(JSON.parse(JSON.stringify(kept)))).toBe(JSON.stringify(kept))
        expect(notes > 0).toBe(JSON.stringify(kept) !== JSON.stringify(value))
      }),
    )
  })

  it('shares a budget of characters', () => {
    expect(
      JSON.stringify(
        trimmed(
          Array.from({ length: 100 }, () => 'y'.repeat(15)),
          { keys: 1000 },
        ).kept,
      ).length,
    ).toBeLessThan(600)
  })
})
