import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { FilePort } from './file-port.ts'
import { checkSegmentHeader, segmentHeaderBytes } from './segment-format.ts'
import { parseRetired, retiredPath, segmentNumbers, segmentPath } from './segment-name.ts'
import { readSegmentChunk } from './segment-scan.ts'

/** A segment found at the start: where its last whole frame ends and how many there are. */
interface RecoveredSegment {
  readonly number: number
  readonly end: number
  readonly entries: number
}

export interface RecoveredLane {
  readonly segments: readonly RecoveredSegment[]
  /** Bytes cut from the tail: a frame whose writing was interrupted, so that it was never answered. */
  readonly cutBytes: number
  /** Damaged frames before whole ones; they stay in the file and are not read. */
  readonly damagedFrames: number
}

const chunkBytes = 4 * 1024 * 1024

/**
 * Finds what a lane holds after any kind of end: cuts what a retired segment was to be cut to, cuts the torn tail of
 * the newest segment and syncs it, so that everything that will be read is durable. Whole frames are kept even if
 * they were never answered: their sender will send them again, and the event id tells.
 * @throws {Error} when a segment was written by a later version.
 */
export async function recoverLane(dir: string, files: FilePort): Promise<RecoveredLane> {
  const names = await files.list(dir)
  const numbers = segmentNumbers(names)
  const segments: RecoveredSegment[] = []
  let cutBytes = 0
  let damagedFrames = 0
  for (const number of numbers) {
    await finishRetiring(dir, number, files)
    const scan = scanSegment(segmentPath(dir, number))
    if (scan.damagedHeader || scan.end < scan.size) damagedFrames += scan.damaged
    segments.push({ number, end: scan.end, entries: scan.entries })
    if (number !== numbers.at(-1) || scan.damagedHeader) continue
    cutBytes = scan.size - scan.end
    await cutAndSync(segmentPath(dir, number), { files, end: scan.end, cut: cutBytes > 0 })
  }
  return { segments, cutBytes, damagedFrames }
}

async function finishRetiring(dir: string, number: number, files: FilePort): Promise<void> {
  const note = retiredPath(dir, number)
  const names = await files.list(dir)
  if (!names.some((name) => join(dir, name) === note)) return
  const end = parseRetired(await files.readText(note))
  if (end !== undefined) await cutAndSync(segmentPath(dir, number), { files, end, cut: true })
  await files.unlink(note)
  await files.syncDir(dir)
}

interface Cut {
  readonly files: FilePort
  readonly end: number
  readonly cut: boolean
}

async function cutAndSync(path: string, { files, end, cut }: Cut): Promise<void> {
  const file = await files.open(path)
  try {
    if (cut) await file.truncate(end)
    await file.sync()
  } finally {
    await file.close()
  }
}

interface Scan {
  readonly size: number
  readonly end: number
  readonly entries: number
  readonly damaged: number
  readonly damagedHeader: boolean
}

function scanSegment(path: string): Scan {
  const fd = openSync(path, 'r')
  try {
    const { size } = fstatSync(fd)
    const header = readHeader(fd)
    const state = checkSegmentHeader(header)
    if (state === 'newer')
      throw new Error(
        `${path} was written by a later version of the tracker; start that version, or move the spool away.`,
      )
    if (state === 'damaged') return { size, end: size, entries: 0, damaged: 1, damagedHeader: true }
    return { size, ...scanFrames(fd, size), damagedHeader: false }
  } finally {
    closeSync(fd)
  }
}

function readHeader(fd: number): Uint8Array {
  const bytes = Buffer.alloc(segmentHeaderBytes)
  return bytes.subarray(0, readSync(fd, bytes, 0, segmentHeaderBytes, 0))
}

function scanFrames(fd: number, size: number): Pick<Scan, 'end' | 'entries' | 'damaged'> {
  let at = segmentHeaderBytes
  let end = segmentHeaderBytes
  let entries = 0
  let damaged = 0
  while (at < size) {
    const chunk = readSegmentChunk(fd, {
      from: at,
      end: size,
      maxBytes: chunkBytes,
      maxFrames: Number.MAX_SAFE_INTEGER,
    })
    const last = chunk.frames.at(-1)
    if (last) end = last.at + last.frame.bytes
    entries += chunk.frames.length
    damaged += chunk.skipped
    at = chunk.next
  }
  return { end, entries, damaged }
}
