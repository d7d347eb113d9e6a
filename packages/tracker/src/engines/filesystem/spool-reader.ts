import {
  closeSync,
  existsSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs'
import { type Lane, lanes, type SpoolPosition } from '../../domain/digest-plan.ts'
import type { SpooledEntry, SpoolRange, SpoolRead, SpoolReader } from '../../ports/spool.ts'
import { attemptsOffset, checkSegmentHeader, segmentHeaderBytes } from './segment-format.ts'
import { laneDir, parseRetired, retiredPath, segmentNumbers, segmentPath } from './segment-name.ts'
import { readSegmentChunk } from './segment-scan.ts'

/**
 * Returns the read side of the spool in `dir` (`DATA_DIR/spool`). It works at once, keeps one file open in each lane,
 * and never looks beyond the durable end it is given.
 */
export function createSpoolReader({ dir }: { readonly dir: string }): SpoolReader {
  return new FileSpoolReader(new Map(lanes.map((lane) => [lane, new LaneReader(laneDir(dir, lane))])))
}

class FileSpoolReader implements SpoolReader {
  readonly #lanes: ReadonlyMap<Lane, LaneReader>

  constructor(readers: ReadonlyMap<Lane, LaneReader>) {
    this.#lanes = readers
  }

  read(lane: Lane, range: SpoolRange): SpoolRead {
    return this.#lane(lane).read(range)
  }

  mark(lane: Lane, at: SpoolPosition, attempts: number): void {
    this.#lane(lane).mark(at, attempts)
  }

  close(): void {
    for (const reader of this.#lanes.values()) reader.close()
  }

  #lane(lane: Lane): LaneReader {
    const reader = this.#lanes.get(lane)
    if (!reader) throw new TypeError(`There is no lane ${lane}.`)
    return reader
  }
}

interface OpenSegment {
  readonly number: number
  readonly fd: number
  readonly readable: boolean
}

class LaneReader {
  readonly #dir: string
  #open: OpenSegment | undefined

  constructor(dir: string) {
    this.#dir = dir
  }

  read(range: SpoolRange): SpoolRead {
    let at = range.from
    let skipped = 0
    while (isBefore(at, range.end)) {
      const segment = this.#segment(at.segment)
      const end = segment ? this.#endOf(segment, range.end) : 0
      const from = Math.max(at.offset, segmentHeaderBytes)
      if (!segment || from >= end) {
        if (segment && !segment.readable) skipped += 1
        const next = this.#nextSegment(at.segment, range.end)
        if (!next) break
        at = next
        continue
      }
      const chunk = readSegmentChunk(segment.fd, {
        from,
        end,
        maxBytes: range.maxBytes,
        maxFrames: range.maxEntries,
      })
      skipped += chunk.skipped
      at = { segment: segment.number, offset: chunk.next }
      if (chunk.frames.length > 0)
        return { entries: chunk.frames.map((placed) => toEntry(segment.number, placed)), next: at, skipped }
    }
    return { entries: [], next: isBefore(at, range.end) ? range.end : at, skipped }
  }

  mark(at: SpoolPosition, attempts: number): void {
    const segment = this.#segment(at.segment)
    if (segment?.readable)
      writeSync(
        segment.fd,
        Uint8Array.of(Math.min(255, Math.max(0, attempts))),
        0,
        1,
        at.offset + attemptsOffset,
      )
  }

  close(): void {
    if (this.#open) closeSync(this.#open.fd)
    this.#open = undefined
  }

  /** Returns the segment, opened, or undefined when its file is gone. */
  #segment(number: number): OpenSegment | undefined {
    if (this.#open?.number === number) return this.#open
    if (number < 1) return undefined
    try {
      const fd = openSync(segmentPath(this.#dir, number), 'r+')
      this.close()
      this.#open = { number, fd, readable: headerIsReadable(fd) }
      return this.#open
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    }
  }

  #endOf(segment: OpenSegment, end: SpoolPosition): number {
    if (!segment.readable) return 0
    if (segment.number === end.segment) return end.offset
    const note = retiredPath(this.#dir, segment.number)
    const { size } = fstatSync(segment.fd)
    const retired = existsSync(note) ? parseRetired(readFileSync(note, 'utf8')) : undefined
    return Math.min(size, retired ?? size)
  }

  /** Segments that were released are gone, and numbers may be missing: looks for the next one that exists. */
  #nextSegment(after: number, end: SpoolPosition): SpoolPosition | undefined {
    if (after >= end.segment) return undefined
    const direct = segmentPath(this.#dir, after + 1)
    if (existsSync(direct)) return { segment: after + 1, offset: segmentHeaderBytes }
    const number = segmentNumbers(readdirSync(this.#dir)).find(
      (candidate) => candidate > after && candidate <= end.segment,
    )
    return number === undefined ? undefined : { segment: number, offset: segmentHeaderBytes }
  }
}

function headerIsReadable(fd: number): boolean {
  const header = Buffer.alloc(segmentHeaderBytes)
  return (
    readSync(fd, header, 0, segmentHeaderBytes, 0) === segmentHeaderBytes &&
    checkSegmentHeader(header) === 'ok'
  )
}

function toEntry(
  segment: number,
  { at, frame }: ReturnType<typeof readSegmentChunk>['frames'][number],
): SpooledEntry {
  return {
    ...frame.entry,
    at: { segment, offset: at },
    next: { segment, offset: at + frame.bytes },
    attempts: frame.attempts,
  }
}

function isBefore(left: SpoolPosition, right: SpoolPosition): boolean {
  return left.segment < right.segment || (left.segment === right.segment && left.offset < right.offset)
}
