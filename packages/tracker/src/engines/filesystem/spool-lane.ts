import type { SpoolPosition } from '../../domain/digest-plan.ts'
import { type SpoolEntry, SpoolError } from '../../ports/spool.ts'
import type { FilePort } from './file-port.ts'
import { createSegmentFile, removeSegment, type SegmentFile } from './segment-file.ts'
import { type EncodedFrame, encodeFrame, segmentHeaderBytes } from './segment-format.ts'
import type { SpoolLedger } from './spool-ledger.ts'

interface Waiting {
  readonly frame: EncodedFrame
  readonly resolve: (at: SpoolPosition) => void
  readonly reject: (error: SpoolError) => void
}

export interface SpoolLaneOptions {
  readonly dir: string
  readonly files: FilePort
  readonly ledger: SpoolLedger
  /** The number of the newest segment on disk; 0 for none. Numbers are never used twice. */
  readonly newest: number
  /** A segment that has grown to this takes no further group. */
  readonly segmentBytes: number
  readonly onDurable: (end: SpoolPosition) => void
}

/** One write to the file takes at most this many frames and about this many bytes. */
const groupFrames = 512
const groupBytes = 16 * 1024 * 1024
/**
 * How long the next group gathers after one that was shared. Where a sync takes a tenth of a millisecond, groups
 * without this wait are so small that the calls cost more than the bytes; a lone sender never waits.
 */
const gatherMs = 2

/**
 * Appends to the segments of one lane. One write and sync is under way at a time, and all entries that arrive
 * meanwhile share the next one. A write or sync that fails ends the segment: it is cut back to its durable end, its
 * waiters are rejected, and the next append begins a new segment. Nothing is appended to a segment after it failed,
 * since the kernel forgets which pages it could not write. What waits is bounded by the request bodies in memory.
 */
export class SpoolLane {
  readonly #options: SpoolLaneOptions
  readonly #waiting: Waiting[] = []
  readonly #releases: (() => void)[] = []
  #segment: SegmentFile | undefined
  /** A segment that failed and could not be cut back; nothing is accepted until that has worked. */
  #uncut: SegmentFile | undefined
  #number: number
  #end: SpoolPosition
  #running: Promise<void> | undefined
  #released: SpoolPosition = { segment: 0, offset: 0 }
  #closed = false
  /** The last group was shared, so others are likely on their way. */
  #crowded = false

  constructor(options: SpoolLaneOptions) {
    this.#options = options
    this.#number = options.newest
    this.#end = { segment: options.newest, offset: segmentHeaderBytes }
  }

  /** The durable end of the lane. */
  get end(): SpoolPosition {
    return this.#end
  }

  /** Makes the first segment, so that an unwritable directory shows at the start. */
  async open(): Promise<void> {
    await this.#openSegment()
  }

  /** Resolves with the entry's place when it is durable. @throws {SpoolError} when it never will be. */
  append(entry: SpoolEntry): Promise<SpoolPosition> {
    if (this.#closed) return Promise.reject(new SpoolError('io', 'The spool is closed.'))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ frame: encodeFrame(entry), resolve, reject })
      this.#wake()
    })
  }

  /** Unlinks the segments before `upTo`, and ends the current one when all of it was released. */
  release(upTo: SpoolPosition): Promise<void> {
    if (this.#closed) return Promise.resolve()
    this.#released = upTo
    this.#options.ledger.release(upTo)
    return new Promise((resolve) => {
      this.#releases.push(resolve)
      this.#wake()
    })
  }

  /** Writes what waits and closes the files. */
  async close(): Promise<void> {
    this.#closed = true
    await this.#running
    await this.#segment?.close()
    await this.#uncut?.close()
    this.#segment = undefined
    this.#uncut = undefined
  }

  #wake(): void {
    this.#running ??= this.#run()
  }

  /** The only code that touches files; runs once at a time and never rejects. */
  async #run(): Promise<void> {
    // Requests that arrive in the same turn of the event loop share the first group too.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0 || this.#releases.length > 0) {
      if (this.#waiting.length > 0) await this.#commit(await this.#gather())
      const done = this.#releases.splice(0)
      if (done.length > 0) await this.#dropReleased()
      for (const resolve of done) resolve()
    }
    this.#running = undefined
  }

  async #gather(): Promise<readonly Waiting[]> {
    if (this.#crowded && this.#waiting.length < groupFrames)
      await new Promise((resolve) => setTimeout(resolve, gatherMs))
    const group = this.#takeGroup()
    this.#crowded = group.length > 1
    return group
  }

  #takeGroup(): readonly Waiting[] {
    let bytes = 0
    let count = 0
    for (const { frame } of this.#waiting) {
      if (count === groupFrames || (count > 0 && bytes + frame.bytes > groupBytes)) break
      bytes += frame.bytes
      count += 1
    }
    return this.#waiting.splice(0, count)
  }

  async #commit(group: readonly Waiting[]): Promise<void> {
    let start: SpoolPosition
    try {
      start = await this.#writeGroup(group)
    } catch (error) {
      const refusal = toSpoolError(error)
      await this.#retire()
      for (const { reject } of group) reject(refusal)
      return
    }
    let offset = start.offset
    for (const { frame, resolve } of group) {
      resolve({ segment: start.segment, offset })
      offset += frame.bytes
    }
    this.#options.onDurable(this.#end)
  }

  async #writeGroup(group: readonly Waiting[]): Promise<SpoolPosition> {
    const segment = await this.#currentSegment()
    const start = segment.end
    await segment.append(group.flatMap(({ frame }) => [frame.head, frame.body]))
    this.#end = { segment: segment.number, offset: segment.end }
    this.#options.ledger.grow(segment.number, segment.end, group.length)
    return { segment: segment.number, offset: start }
  }

  async #currentSegment(): Promise<SegmentFile> {
    if (this.#uncut) {
      await this.#uncut.cutBack()
      this.#uncut = undefined
    }
    if (this.#segment && this.#segment.end < this.#options.segmentBytes) return this.#segment
    return this.#openSegment()
  }

  async #openSegment(): Promise<SegmentFile> {
    const { dir, files, ledger } = this.#options
    // Counted before it is tried: a file that could be made but not finished is never taken up again.
    this.#number += 1
    const segment = await createSegmentFile({ dir, files, number: this.#number })
    await this.#segment?.close()
    this.#segment = segment
    this.#end = { segment: segment.number, offset: segment.end }
    ledger.addSegment(segment.number)
    return segment
  }

  async #retire(): Promise<void> {
    const segment = this.#segment
    if (!segment) return
    this.#segment = undefined
    try {
      await segment.cutBack()
    } catch {
      // The reason is that of the failed write; the next append tries again before it writes anything.
      this.#uncut = segment
    }
  }

  async #dropReleased(): Promise<void> {
    await this.#endSpentSegment()
    const { dir, files, ledger } = this.#options
    for (const number of ledger.numbers) {
      if (number >= this.#released.segment && !ledger.isSpent(number)) continue
      if (number === this.#segment?.number || number === this.#uncut?.number) continue
      await removeSegment({ dir, files, number })
      ledger.forget(number)
    }
  }

  /**
   * Raw bytes are unscrubbed: they go as soon as they are digested, not when 64 MiB have come together. The new
   * segment is made before the old one is removed, so that the highest number used is always on disk.
   */
  async #endSpentSegment(): Promise<void> {
    this.#number = Math.max(this.#number, this.#released.segment)
    const current = this.#segment
    if (!current || this.#closed) return
    if (this.#released.segment <= current.number && !this.#options.ledger.isSpent(current.number)) return
    try {
      await this.#openSegment()
      this.#options.onDurable(this.#end)
    } catch {
      // A full disk: the segment stays until the next release.
    }
  }
}

function toSpoolError(error: unknown): SpoolError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : String(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new SpoolError('disk-full', 'The disk is full.', { cause: error })
  if (code === 'EROFS')
    return new SpoolError('disk-full', 'The data directory is read-only.', { cause: error })
  return new SpoolError('io', `The spool could not be written: ${message.slice(0, 200)}`, { cause: error })
}
