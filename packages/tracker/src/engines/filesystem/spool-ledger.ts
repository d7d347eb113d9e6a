import type { SpoolPosition } from '../../domain/digest-plan.ts'
import { segmentHeaderBytes } from './segment-format.ts'

interface SegmentAccount {
  end: number
  entries: number
  /** How many entries lay before an offset, noted about every 256 KiB. */
  readonly marks: { readonly offset: number; readonly entries: number }[]
  releasedBytes: number
  releasedEntries: number
}

const markEveryBytes = 256 * 1024

/**
 * Keeps count of what a lane holds and has not released: bytes exactly, entries exactly at the ends of segments and
 * within 256 KiB elsewhere. Holds a few numbers for each 256 KiB of spool.
 */
export class SpoolLedger {
  readonly #segments = new Map<number, SegmentAccount>()
  #bytes = 0
  #entries = 0

  get pendingBytes(): number {
    return this.#bytes
  }

  get pendingEntries(): number {
    return this.#entries
  }

  /** Segments that have not been forgotten, in the order they were made. */
  get numbers(): readonly number[] {
    return [...this.#segments.keys()]
  }

  addSegment(number: number): void {
    this.#segments.set(number, {
      end: segmentHeaderBytes,
      entries: 0,
      marks: [],
      releasedBytes: 0,
      releasedEntries: 0,
    })
  }

  /** Says that a segment now ends at `end`, with `entries` more than before. */
  grow(number: number, end: number, entries: number): void {
    const segment = this.#segments.get(number)
    if (!segment) return
    const last = segment.marks.at(-1)?.offset ?? segmentHeaderBytes
    if (segment.end - last >= markEveryBytes)
      segment.marks.push({ offset: segment.end, entries: segment.entries })
    this.#bytes += end - segment.end
    this.#entries += entries
    segment.end = end
    segment.entries += entries
  }

  /** Takes everything before `upTo` out of the pending sums; releasing less than before changes nothing. */
  release(upTo: SpoolPosition): void {
    for (const [number, segment] of this.#segments) {
      if (number > upTo.segment) continue
      const offset = number < upTo.segment ? segment.end : Math.min(segment.end, upTo.offset)
      const bytes = Math.max(segment.releasedBytes, offset - segmentHeaderBytes)
      const entries = Math.max(segment.releasedEntries, entriesBefore(segment, offset))
      this.#bytes -= bytes - segment.releasedBytes
      this.#entries -= entries - segment.releasedEntries
      segment.releasedBytes = bytes
      segment.releasedEntries = entries
    }
  }

  /** True when the segment holds entries and all of them are released. */
  isSpent(number: number): boolean {
    const segment = this.#segments.get(number)
    return (
      segment !== undefined &&
      segment.entries > 0 &&
      segment.releasedBytes === segment.end - segmentHeaderBytes
    )
  }

  /** Drops the account of a segment whose file is gone; only for released ones. */
  forget(number: number): void {
    this.#segments.delete(number)
  }
}

function entriesBefore(segment: SegmentAccount, offset: number): number {
  if (offset >= segment.end) return segment.entries
  return segment.marks.findLast((mark) => mark.offset <= offset)?.entries ?? 0
}
