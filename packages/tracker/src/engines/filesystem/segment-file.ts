import type { FilePort, SpoolFile } from './file-port.ts'
import { encodeSegmentHeader, segmentHeaderBytes } from './segment-format.ts'
import { retiredPath, segmentPath } from './segment-name.ts'

export interface SegmentPlace {
  readonly dir: string
  readonly files: FilePort
  /** From 1 up. */
  readonly number: number
}

/** Makes a new segment: its name and header are durable before anything else is written to it. */
export async function createSegmentFile(place: SegmentPlace): Promise<SegmentFile> {
  const { dir, files, number } = place
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
  return new SegmentFile(place, file)
}

/** A segment that is being written. After a failed `append` the only thing to do with it is `cutBack`. */
export class SegmentFile {
  readonly number: number
  readonly #place: SegmentPlace
  readonly #file: SpoolFile
  #end = segmentHeaderBytes

  constructor(place: SegmentPlace, file: SpoolFile) {
    this.number = place.number
    this.#place = place
    this.#file = file
  }

  /** The durable end: everything before it was synced. */
  get end(): number {
    return this.#end
  }

  /** Writes and syncs; resolves when all of it is durable. */
  async append(buffers: readonly Uint8Array[]): Promise<void> {
    const end = await writeAll(this.#file, buffers, this.#end)
    await this.#file.sync()
    this.#end = end
  }

  /**
   * Makes sure that nothing after the durable end is ever read, and closes the file: cuts it there, or, where that
   * fails, leaves a durable note saying where it ends. Rejects when both fail, and may then be tried again; only a
   * kill before it has worked could bring rejected entries back.
   */
  async cutBack(): Promise<void> {
    try {
      await this.#file.truncate(this.#end)
      await this.#file.sync()
    } catch {
      await this.#noteEnd()
    }
    await this.close()
  }

  async close(): Promise<void> {
    await quietly(this.#file.close())
  }

  async #noteEnd(): Promise<void> {
    const { dir, files, number } = this.#place
    const path = retiredPath(dir, number)
    // Written aside and renamed, so that a half-written note is never taken for one.
    const draft = `${path}.new`
    await quietly(files.unlink(draft))
    const file = await files.create(draft)
    try {
      await writeAll(file, [Buffer.from(`${this.#end}\n`)], 0)
      await file.sync()
    } finally {
      await quietly(file.close())
    }
    await files.rename(draft, path)
    await files.syncDir(dir)
  }
}

/** Removes a segment, and the note about its end if there is one; one that is gone already is fine. */
export async function removeSegment({ dir, files, number }: SegmentPlace): Promise<void> {
  await quietly(files.unlink(segmentPath(dir, number)))
  await quietly(files.unlink(retiredPath(dir, number)))
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

/** For tidying up after a failure that is already being reported. */
async function quietly(work: Promise<unknown>): Promise<void> {
  try {
    await work
  } catch {
    // See above.
  }
}
