import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { selectFrames } from './frame-selection.ts'

const frames = fc
  .array(fc.boolean(), { maxLength: 600 })
  .map((list) => list.map((inApp, index) => ({ inApp, index })))

describe('selectFrames', () => {
  it('keeps the order, both ends and as many as allowed', () => {
    fc.assert(
      fc.property(frames, fc.integer({ min: 150, max: 300 }), (all, max) => {
        const kept = selectFrames(all, max)
        expect(kept).toHaveLength(Math.min(all.length, max))
        expect(kept.map(({ index }) => index)).toEqual(
          kept.map(({ index }) => index).toSorted((a, b) => a - b),
        )
        expect([kept[0], kept.at(-1)]).toEqual([all[0], all.at(-1)])
      }),
    )
  })

  it('drops no frame of the application while one of others is kept in the middle', () => {
    fc.assert(
      fc.property(frames, (all) => {
        const kept = new Set(selectFrames(all, 250))
        const middle = all.slice(25, Math.max(25, all.length - 100))
        if (middle.some((frame) => frame.inApp && !kept.has(frame)))
          expect(middle.every((frame) => frame.inApp || !kept.has(frame))).toBe(true)
      }),
    )
  })
})
