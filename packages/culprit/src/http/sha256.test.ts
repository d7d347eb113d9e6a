import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from './sha256.ts'

describe('sha256()', () => {
  it('agrees with the runtime on texts of every length around a block', () => {
    for (let length = 0; length <= 130; length++) {
      const text = 'é'.repeat(length)
      expect(sha256(text)).toBe(createHash('sha256').update(text).digest('base64'))
    }
  })

  it('agrees with the runtime on any text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        expect(sha256(text)).toBe(createHash('sha256').update(text).digest('base64'))
      }),
    )
  })
})
