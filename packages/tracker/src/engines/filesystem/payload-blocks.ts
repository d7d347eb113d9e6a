import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import { DataDirError } from './data-dir-error.ts'

/** The format of block files; a file of a later version is refused. */
const blockFileVersion = 1

/** A frame longer than this is damage, not data. */
const maxFrameBytes = 20 * 1024 * 1024
const magic = 'CBLK'
const fileHeaderBytes = 8
const frameHeaderBytes = 9

/** Returns the path of the block file of a UTC day. */
export function blockFilePath(payloadDir: string, day: string): string {
  return join(payloadDir, `${day}.blocks`)
}

/** The append side of one day's block file. Frame: length u32, crc32 u32, version u8, then the block. */
export interface BlockWriter {
  /** Appends blocks, one fsync for all, and returns where each begins. On failure nothing of them counts. */
  append(blocks: readonly Uint8Array[]): readonly number[]
  /** Where the next frame will begin; the caller keeps it, to cut what a crash leaves behind it. */
  readonly end: number
  close(): void
}

/**
 * Opens a day's block file for appending, making it where it is missing. What lies behind `committedEnd` was never
 * named by a committed row and is cut off; 0 means that nothing is known, and nothing is cut.
 *
 * @throws {DataDirError} when a newer release wrote the file
 */
export function openBlockWriter(path: string, committedEnd: number): BlockWriter {
  const isNew = !existsSync(path)
  const fd = openSync(path, isNew ? 'wx+' : 'r+', 0o600)
  try {
    if (isNew) begin(fd, path)
    else checkHeader(fd, path)
    const size = fstatSync(fd).size
    if (committedEnd >= fileHeaderBytes && size > committedEnd) ftruncateSync(fd, committedEnd)
  } catch (error) {
    closeSync(fd)
    throw error
  }
  let end = fstatSync(fd).size
  return {
    append: (blocks) => {
      const offsets = appendFrames(fd, end, blocks)
      end = blocks.reduce((sum, block) => sum + frameHeaderBytes + block.byteLength, end)
      return offsets
    },
    get end() {
      return end
    },
    close: () => closeSync(fd),
  }
}

/**
 * Reads the block that begins at `offset`. Undefined when the file is gone (retention).
 *
 * @throws {DataDirError} `damaged` when there is no whole frame with the right checksum
 */
export function readBlock(path: string, offset: number): Uint8Array | undefined {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
  try {
    const header = readExactly(fd, offset, frameHeaderBytes)
    const length = header?.readUInt32LE(0) ?? 0
    if (!header || length === 0 || length > maxFrameBytes || header.readUInt8(8) !== blockFileVersion) {
      throw new DataDirError('damaged', `${path} holds no block at ${offset}.`)
    }
    const block = readExactly(fd, offset + frameHeaderBytes, length)
    if (!block || crc32(block) !== header.readUInt32LE(4)) {
      throw new DataDirError('damaged', `The block at ${offset} of ${path} is damaged.`)
    }
    return block
  } finally {
    closeSync(fd)
  }
}

/** Makes the entries of a directory durable; needed once after a file was created in it. */
export function syncDirectory(path: string): void {
  // Windows cannot open directories and needs no such step.
  if (process.platform === 'win32') return
  const fd = openSync(path, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

function begin(fd: number, path: string): void {
  const header = Buffer.alloc(fileHeaderBytes)
  header.write(magic, 0, 'latin1')
  header.writeUInt32LE(blockFileVersion, 4)
  writeAll(fd, header, 0)
  fsyncSync(fd)
  syncDirectory(dirname(path))
}

function checkHeader(fd: number, path: string): void {
  const header = readExactly(fd, 0, fileHeaderBytes)
  if (!header || header.toString('latin1', 0, 4) !== magic) {
    // A crash between creating the file and writing its header leaves less than a header, and nothing to lose.
    if (fstatSync(fd).size <= fileHeaderBytes) return begin(fd, path)
    throw new DataDirError('damaged', `${path} is no block file.`)
  }
  const version = header.readUInt32LE(4)
  if (version > blockFileVersion) {
    throw new DataDirError(
      'newer-version',
      `${path} has version ${version}; this release knows up to ${blockFileVersion}. Install a newer release.`,
    )
  }
}

function appendFrames(fd: number, start: number, blocks: readonly Uint8Array[]): readonly number[] {
  const offsets: number[] = []
  const parts: Uint8Array[] = []
  let at = start
  for (const block of blocks) {
    if (block.byteLength === 0 || block.byteLength > maxFrameBytes)
      throw new RangeError(`A block of ${block.byteLength} bytes cannot be stored.`)
    const header = Buffer.alloc(frameHeaderBytes)
    header.writeUInt32LE(block.byteLength, 0)
    header.writeUInt32LE(crc32(block), 4)
    header.writeUInt8(blockFileVersion, 8)
    parts.push(header, block)
    offsets.push(at)
    at += frameHeaderBytes + block.byteLength
  }
  try {
    writeAll(fd, Buffer.concat(parts), start)
    fdatasyncSync(fd)
  } catch (error) {
    // The tail is unknown now; the next append overwrites it from the same place.
    ftruncateSync(fd, start)
    throw error
  }
  return offsets
}

function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  let done = 0
  while (done < bytes.byteLength) done += writeSync(fd, bytes, done, bytes.byteLength - done, position + done)
}

function readExactly(fd: number, position: number, length: number): Buffer | undefined {
  const bytes = Buffer.allocUnsafe(length)
  let done = 0
  while (done < length) {
    const got = readSync(fd, bytes, done, length - done, position + done)
    if (got === 0) return undefined
    done += got
  }
  return bytes
}
