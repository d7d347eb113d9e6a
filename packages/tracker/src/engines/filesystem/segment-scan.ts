import { readSync } from 'node:fs'
import { type FrameRead, frameHeaderBytes, frameSize, readFrame } from './segment-format.ts'

export interface ScanRange {
  /** Where a frame begins. */
  readonly from: number
  /** Where the frames end; nothing after it is looked at. */
  readonly end: number
  /** About how much to read; a single longer frame is read whole. */
  readonly maxBytes: number
  readonly maxFrames: number
}

/** A whole frame and where it stands. */
interface PlacedFrame {
  readonly at: number
  readonly frame: Extract<FrameRead, { readonly kind: 'frame' }>
}

export interface SegmentChunk {
  readonly frames: readonly PlacedFrame[]
  /** Where the next chunk begins; `end` when nothing readable follows. Always after `from` unless that was the end. */
  readonly next: number
  /** Damaged frames, and at most one for a damaged rest. */
  readonly skipped: number
}

/**
 * Reads frames of an open segment, in one read as a rule; bodies are views of a buffer made for this chunk.
 * A damaged frame is stepped over when a frame header stands where it says it ends; otherwise nobody knows where the
 * next one begins, and the rest up to `end` is skipped.
 */
export function readSegmentChunk(fd: number, range: ScanRange): SegmentChunk {
  const wanted = Math.min(range.end - range.from, Math.max(range.maxBytes, frameHeaderBytes))
  const bytes = readRange(fd, range.from, wanted)
  const frames: PlacedFrame[] = []
  let at = 0
  let skipped = 0
  while (range.from + at < range.end && frames.length < range.maxFrames) {
    const read = readFrame(bytes, at)
    if (read.kind === 'frame') {
      frames.push({ at: range.from + at, frame: read })
      at += read.bytes
    } else if (read.kind === 'more' && bytes.length === wanted && range.from + at + read.bytes <= range.end) {
      // The buffer ends inside a frame that the file holds: the next chunk begins with it.
      if (at === 0) return readSegmentChunk(fd, { ...range, maxBytes: read.bytes })
      break
    } else {
      skipped += 1
      const size = read.kind === 'damaged' ? read.bytes : undefined
      if (size === undefined || !headerFollows(fd, range.from + at + size, range.end))
        return { frames, next: range.end, skipped }
      at += size
    }
  }
  return { frames, next: range.from + at, skipped }
}

function headerFollows(fd: number, at: number, end: number): boolean {
  if (at + frameHeaderBytes > end) return false
  const size = frameSize(readRange(fd, at, frameHeaderBytes), 0)
  return size !== undefined && at + size <= end
}

/** Reads up to `length` bytes; fewer only where the file ends. */
function readRange(fd: number, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Math.max(0, length))
  let read = 0
  while (read < bytes.length) {
    const count = readSync(fd, bytes, read, bytes.length - read, position + read)
    if (count === 0) break
    read += count
  }
  return bytes.subarray(0, read)
}
