import { zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePayload, decodeSlot, encodeBlock, maxBlockBytes, PayloadBlockError } from './payload-block.ts'

describe('payload blocks', () => {
  it('give back each payload, text or bytes, at any level', () => {
    const payload = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 300 }))
    fc.assert(
      fc.property(
        fc.array(payload, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 9 }),
        (payloads, level) => {
          const block = encodeBlock(payloads, level)
          for (const [slot, one] of payloads.entries()) {
            const expected = typeof one === 'string' ? Buffer.from(one, 'utf8') : Buffer.from(one)
            expect(Buffer.from(decodePayload(block, slot)).equals(expected)).toBe(true)
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('own their buffer, so that it can be transferred', () => {
    const block = encodeBlock(['{}'])
    expect(block.byteLength).toBe(block.buffer.byteLength)
    expect(structuredClone(block, { transfer: [block.buffer] }).byteLength).toBeGreaterThan(0)
  })

  it('never read damaged bytes as an event', () => {
    const good = encodeBlock(['{"v":1}', '{"v":1}'])
    fc.assert(
      fc.property(
        fc.nat(good.byteLength - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(3),
        (at, flip, slot) => {
          const bad = good.slice()
          bad[at] = (bad[at] ?? 0) ^ flip
          try {
            expect(decodeSlot(bad, slot).v).toBe(1)
          } catch (error) {
            expect(error).toBeInstanceOf(PayloadBlockError)
          }
        },
      ),
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.nat(5), (bytes, slot) => {
        expect(() => decodePayload(zstdCompressSync(bytes), slot)).toThrow(PayloadBlockError)
      }),
    )
  })

  it.each([
    ['another version', Buffer.from([2, 1, 0, 0, 0, 0, 0, 0, 0])],
    ['a slot beyond its end', Buffer.from([1, 1, 0, 0, 0, 255, 255, 255, 255])],
    ['a count beyond its end', Buffer.from([1, 255, 255, 255, 255])],
  ])('refuse %s', (_, raw) => {
    expect(() => decodePayload(zstdCompressSync(raw), 0)).toThrow(PayloadBlockError)
  })

  it.each([-1, 2, 0.5, Number.NaN])('have no slot %d of two', (slot) => {
    expect(() => decodePayload(encodeBlock(['a', 'b']), slot)).toThrow(PayloadBlockError)
  })

  it('refuse an event of a version to come', () => {
    expect(() => decodeSlot(encodeBlock(['{"v":2}']), 0)).toThrow(/version 1/)
    expect(() => decodeSlot(encodeBlock(['[']), 0)).toThrow(PayloadBlockError)
  })

  it('stop decompressing at the bound', () => {
    const bomb = zstdCompressSync(Buffer.alloc(maxBlockBytes + 1))
    expect(() => decodePayload(bomb, 0)).toThrow(PayloadBlockError)
  })

  it('refuse to be made too large or empty', () => {
    expect(() => encodeBlock([])).toThrow(RangeError)
    expect(() => encodeBlock([Buffer.alloc(maxBlockBytes)])).toThrow(RangeError)
  })
})
