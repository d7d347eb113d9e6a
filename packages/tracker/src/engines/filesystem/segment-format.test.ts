import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SpoolEntry } from '../../ports/spool.ts'
import {
  checkSegmentHeader,
  encodeFrame,
  encodeSegmentHeader,
  readFrame,
  type FrameRead,
} from './segment-format.ts'

const anEntry: fc.Arbitrary<SpoolEntry> = fc.record({
  meta: fc.record({
    kind: fc.constantFrom('envelope' as const, 'event' as const, 'security' as const),
    projectId: fc.nat(),
    received: fc.integer({ min: 0, max: 4e12 }),
    encoding: fc.constantFrom('', 'gzip', 'zstd'),
    userAgent: fc.string({ unit: 'grapheme', maxLength: 100 }),
  }),
  body: fc.uint8Array({ maxLength: 300 }),
})

function bytesOf(entries: readonly SpoolEntry[]): Buffer {
  return Buffer.concat(
    entries.flatMap((entry) => {
      const { head, body } = encodeFrame(entry)
      return [head, body]
    }),
  )
}

function framesOf(bytes: Buffer): readonly Extract<FrameRead, { kind: 'frame' }>[] {
  const frames = []
  for (let at = 0; at < bytes.length;) {
    const read = readFrame(bytes, at)
    if (read.kind !== 'frame') break
    frames.push(read)
    at += read.bytes
  }
  return frames
}

describe('segment format', () => {
  it('reads back what it wrote, and any truncation gives a prefix', () => {
    fc.assert(
      fc.property(
        fc.array(anEntry, { maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (entries, share) => {
          const bytes = bytesOf(entries)
          const cut = bytes.subarray(0, Math.floor(bytes.length * share))
          const read = framesOf(cut)
          expect(read.length).toBeLessThanOrEqual(entries.length)
          for (const [index, frame] of read.entries()) {
            expect(frame.entry.meta).toEqual(entries[index]?.meta)
            expect(Buffer.from(frame.entry.body)).toEqual(Buffer.from(entries[index]?.body ?? []))
          }
          if (share === 1) expect(read.length).toBe(entries.length)
        },
      ),
    )
  })

  it('refuses a frame when any byte but the attempts was changed', () => {
    const bytes = bytesOf([
      { meta: { kind: 'event', projectId: 1, received: 1e12, encoding: '' }, body: Buffer.from('abc') },
    ])
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 0x41
      const kind = readFrame(changed, 0).kind
      expect(kind === 'frame', `byte ${at}`).toBe(at === 1)
    }
  })

  it('does not take zeros or noise for a frame, and never throws', () => {
    expect(readFrame(Buffer.alloc(100), 0)).toEqual({ kind: 'damaged' })
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        (bytes) => readFrame(Buffer.from(bytes), 0).kind !== 'frame',
      ),
    )
  })

  it('tells a later version of the file from damage', () => {
    const header = Buffer.from(encodeSegmentHeader())
    expect(checkSegmentHeader(header)).toBe('ok')
    expect(checkSegmentHeader(header.subarray(0, 15))).toBe('damaged')
    expect(checkSegmentHeader(Buffer.alloc(16))).toBe('damaged')
    header.writeUInt32LE(2, 8)
    expect(checkSegmentHeader(header)).toBe('newer')
  })
})
