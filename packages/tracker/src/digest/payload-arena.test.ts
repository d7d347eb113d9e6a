import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPayloadArena } from './payload-arena.ts'

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString()

describe('createPayloadArena()', () => {
  it('write() keeps every text of a batch apart, whatever their sizes and characters', () => {
    const piece = fc.record({ unit: fc.constantFrom('a', 'é', '漢', '😀'), count: fc.nat(400_000) })
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (sent) => {
        const arena = createPayloadArena(2)
        for (let batch = 0; batch < 2; batch++) {
          const texts = sent.map(({ unit, count }, index) => `${batch}:${index}:${unit.repeat(count)}`)
          const written = texts.map((text) => arena.write(text))
          expect(written.map(textOf).every((text, index) => text === texts[index])).toBe(true)
          arena.clear()
        }
      }),
      { numRuns: 20 },
    )
  })

  it('clear() gives the room of the last batch to the next', () => {
    const arena = createPayloadArena()
    const first = arena.write('first')
    arena.clear()
    expect(arena.write('again').buffer).toBe(first.buffer)
  })

  it('write() finds room beyond its bound and for a text larger than a piece', () => {
    const arena = createPayloadArena(1)
    const held = arena.write('x'.repeat(300_000))
    const further = arena.write('y'.repeat(300_000))
    const large = arena.write('z'.repeat(2_000_000))
    expect([held.length, further.length, large.length]).toEqual([300_000, 300_000, 2_000_000])
    expect(further.buffer).not.toBe(held.buffer)
  })
})
