import type { Lane, SpoolPosition } from '../../domain/digest-plan.ts'
import { type SpoolEntry, SpoolError } from '../../ports/spool.ts'
import type { FilePort, SpoolFile } from './file-port.ts'
import { type EncodedFrame, encodeFrame, encodeSegmentHeader, segmentHeaderBytes } from './segment-format.ts'
import { retiredPath, segmentPath } from './segment-name.ts'
import type { SpoolLedger } from './spool-ledger.ts'

interface Waiting {
  readonly frame: EncodedFrame
  readonly resolve: (at: SpoolPosition) => void
  readonly reject: (error: SpoolError) => void
}

interface OpenSegment {
  readonly number: number
  readonly file: SpoolFile
  /** The durable end: everything before it was synced. */
  end: number
}

export interface SpoolLaneOptions {
  readonly lane: Lane
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
 * Appends to the segments of one lane. One write and sync is under way at a time, and all entries that arrive
 * meanwhile share the next one. A write or sync that fails ends the segment: it is cut back to its durable end, its
 * waiters are rejected, and the next append begins a new segment. Nothing is appended to a segment after it failed,
 * since the kernel forgets which pages it could not write.
 */
export class SpoolLane {
  readonly #options: SpoolLaneOptions
  readonly #waiting: Waiting[] = []
  readonly #releases: (() => void)[] = []
  #segment: OpenSegment | undefined
  /** A segment that failed and could not be cut back; nothing is accepted until that has worked. */
  #uncut: OpenSegment | undefined
  #number: number
  #end: SpoolPosition
  #running: Promise<void> | undefined
  #released: SpoolPosition = { segment: 0, offset: 0 }
  #closed = false

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

  append(entry: SpoolEntry): Promise<SpoolPosition> {
    if (this.#closed) return Promise.reject(new SpoolError('io', 'The spool is closed.'))
    return new Promise((resolve, reject) => {
      this.#waiting.push({ frame: encodeFrame(entry), resolve, reject })
      this.#wake()
    })
  }

  /** Unlinks the segments before `upTo`, and ends the current one when all of it was released. */
  release(upTo: SpoolPosition): Promise<void> {
    this.#released = upTo
    this.#options.ledger.release(upTo)
    return new Promise((resolve) => {
      this.#releases.push(resolve)
      this.#wake()
    })
  }

  async close(): Promise<void> {
    this.#closed = true
    await this.#running
    for (const segment of [this.#segment, this.#uncut]) if (segment) await quietly(segment.file.close())
    this.#segment = undefined
    this.#uncut = undefined
  }

  #wake(): void {
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined
      // An entry may have arrived between the last look at the queue and this.
      if (this.#waiting.length > 0 || this.#releases.length > 0) this.#wake()
    })
  }

  /** The only code that touches files; runs once at a time and never rejects. */
  async #run(): Promise<void> {
    // Requests that arrive in the same turn of the event loop share the first group too.
    await new Promise((resolve) => setImmediate(resolve))
    while (this.#waiting.length > 0 || this.#releases.length > 0) {
      if (this.#waiting.length > 0) await this.#commit(this.#takeGroup())
      const done = this.#releases.splice(0)
      if (done.length > 0) await this.#dropReleased()
      for (const resolve of done) resolve()
    }
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
    const buffers: Uint8Array[] = []
    for (const { frame } of group) buffers.push(frame.head, frame.body)
    const end = await writeAll(segment.file, buffers, start)
    await segment.file.sync()
    segment.end = end
    this.#end = { segment: segment.number, offset: end }
    this.#options.ledger.grow(segment.number, end, group.length)
    return { segment: segment.number, offset: start }
  }

  async #currentSegment(): Promise<OpenSegment> {
    if (this.#uncut) {
      await this.#cutBack(this.#uncut)
      this.#uncut = undefined
    }
    if (this.#segment && this.#segment.end < this.#options.segmentBytes) return this.#segment
    return this.#openSegment()
  }

  /** Begins a new segment: its name and header are durable before anything is written to it. */
  async #openSegment(): Promise<OpenSegment> {
    const { dir, files, ledger } = this.#options
    const number = this.#number + 1
    // Counted before it is tried: a file that could be made but not finished is never taken up again.
    this.#number = number
    const path = segmentPath(dir, number)
    const file = await files.create(path)
    try {
      await writeAll(file, [encodeSegmentHeader()], 0)
      await file.sync()
      await files.syncDir(dir)
    } catch (error) {
      await quietly(file.close())
      await quietly(files.unlink(path))
      throw error
    }
    const before = this.#segment
    this.#segment = { number, file, end: segmentHeaderBytes }
    this.#end = { segment: number, offset: segmentHeaderBytes }
    ledger.addSegment(number)
    if (before) await quietly(before.file.close())
    return this.#segment
  }

  async #retire(): Promise<void> {
    const segment = this.#segment
    if (!segment) return
    this.#segment = undefined
    try {
      await this.#cutBack(segment)
    } catch {
      // The reason is that of the failed write; the next append tries again before it writes anything.
      this.#uncut = segment
    }
  }

  /**
   * Makes sure that nothing after the durable end is ever read: cuts the file there, or, where that fails, leaves a
   * durable note saying where it ends. If both fail, rejects, and the lane accepts nothing until one has worked; only
   * a kill in that state could bring rejected entries back.
   */
  async #cutBack(segment: OpenSegment): Promise<void> {
    try {
      await segment.file.truncate(segment.end)
      await segment.file.sync()
    } catch {
      await this.#noteRetired(segment)
    }
    await quietly(segment.file.close())
  }

  async #noteRetired(segment: OpenSegment): Promise<void> {
    const { dir, files } = this.#options
    const path = retiredPath(dir, segment.number)
    // Written aside and renamed, so that a half-written note is never taken for one.
    const draft = `${path}.new`
    await quietly(files.unlink(draft))
    const file = await files.create(draft)
    try {
      await writeAll(file, [Buffer.from(`${segment.end}\n`)], 0)
      await file.sync()
    } finally {
      await quietly(file.close())
    }
    await files.rename(draft, path)
    await files.syncDir(dir)
  }

  async #dropReleased(): Promise<void> {
    const { dir, files, ledger } = this.#options
    try {
      if (this.#released.segment > this.#number) this.#number = this.#released.segment
      const current = this.#segment
      const behind = current !== undefined && this.#released.segment > current.number
      // Raw bytes are unscrubbed: they go as soon as they are digested, not when 64 MiB have come together. The new
      // segment comes first, so that the highest number used is always on disk.
      if (current && !this.#closed && (behind || ledger.isSpent(current.number))) {
        await this.#openSegment()
        this.#options.onDurable(this.#end)
      }
    } catch {
      // A full disk: the segment stays until the next release.
    }
    for (const number of ledger.numbers) {
      if (number >= this.#released.segment && !ledger.isSpent(number)) continue
      if (number === this.#segment?.number || number === this.#uncut?.number) continue
      await quietly(files.unlink(segmentPath(dir, number)))
      await quietly(files.unlink(retiredPath(dir, number)))
      ledger.forget(number)
    }
  }
}

/** Writes all of it, going on after short writes; returns the place after the last byte. */
async function writeAll(file: SpoolFile, buffers: readonly Uint8Array[], position: number): Promise<number> {
  let left = buffers
  let at = position
  while (left.length > 0) {
    const written = await file.write(left, at)
    if (written <= 0) throw Object.assign(new Error('The file takes no more bytes.'), { code: 'ENOSPC' })
    at += written
    left = dropBytes(left, written)
  }
  return at
}

function dropBytes(buffers: readonly Uint8Array[], count: number): readonly Uint8Array[] {
  let left = count
  for (const [index, buffer] of buffers.entries()) {
    if (left < buffer.length) return [buffer.subarray(left), ...buffers.slice(index + 1)]
    left -= buffer.length
  }
  return []
}

async function quietly(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch {
    // Tidying up after a failure that is already being reported.
  }
}

function toSpoolError(error: unknown): SpoolError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const message = error instanceof Error ? error.message : String(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return new SpoolError('disk-full', 'The disk is full.', { cause: error })
  if (code === 'EROFS') return new SpoolError('disk-full', 'The data directory is read-only.', { cause: error })
  return new SpoolError('io', `The spool could not be written: ${message.slice(0, 200)}`, { cause: error })
}
