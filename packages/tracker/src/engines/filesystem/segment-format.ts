import { crc32 } from 'node:zlib'
import type { SpoolEntry, SpoolMeta } from '../../ports/spool.ts'

/*
 * A segment file, version 1. Numbers are little-endian.
 *
 *   segment = "CULPSEG\n" version:u32 reserved:u32 { frame }
 *   frame   = version:u8 attempts:u8 checksum:u32 metaLength:u16 bodyLength:u32 received:f64 meta body
 *
 * The checksum is the CRC-32 of everything in the frame after it. Version and attempts stand before it: a wrong
 * version is told by itself, and `attempts` is rewritten in place while an entry is digested.
 */

/** Bytes before the first frame of a segment. */
export const segmentHeaderBytes = 16
/** Bytes of a frame before its meta. */
export const frameHeaderBytes = 20
/** Where in a frame the attempts byte stands. */
export const attemptsOffset = 1
/** Longest meta, as JSON. */
const maxMetaBytes: number = 8 * 1024
/** Longest body; a longer one in a file is damage. */
const maxFrameBodyBytes: number = 256 * 1024 * 1024

const magic = Buffer.from('CULPSEG\n')
const segmentVersion = 1
const frameVersion = 1
const coveredFrom = 6

/** Returns the bytes that every segment begins with. */
export function encodeSegmentHeader(): Uint8Array {
  const bytes = Buffer.alloc(segmentHeaderBytes)
  magic.copy(bytes)
  bytes.writeUInt32LE(segmentVersion, magic.length)
  return bytes
}

/** Returns whether these are the first bytes of a segment that can be read here; `newer` comes from a later version. */
export function checkSegmentHeader(bytes: Uint8Array): 'ok' | 'damaged' | 'newer' {
  if (bytes.length < segmentHeaderBytes || magic.compare(bytes, 0, magic.length) !== 0) return 'damaged'
  const version = new DataView(bytes.buffer, bytes.byteOffset).getUint32(magic.length, true)
  if (version > segmentVersion) return 'newer'
  return version === segmentVersion ? 'ok' : 'damaged'
}

/** A frame ready to be written: the body is not copied. */
export interface EncodedFrame {
  readonly head: Uint8Array
  readonly body: Uint8Array
  readonly bytes: number
}

/**
 * Returns the frame of an entry, with no attempts.
 * @throws {RangeError} when meta or body exceed their bounds, which ingest's own limits rule out.
 */
export function encodeFrame({ meta, body }: SpoolEntry): EncodedFrame {
  const { received, ...rest } = meta
  const text = JSON.stringify(rest)
  const metaBytes = Buffer.byteLength(text)
  if (metaBytes > maxMetaBytes)
    throw new RangeError(`The meta of a spool entry has ${metaBytes} bytes, more than ${maxMetaBytes}.`)
  if (body.length > maxFrameBodyBytes)
    throw new RangeError(
      `The body of a spool entry has ${body.length} bytes, more than ${maxFrameBodyBytes}.`,
    )
  const head = Buffer.allocUnsafe(frameHeaderBytes + metaBytes)
  head[0] = frameVersion
  head[attemptsOffset] = 0
  head.writeUInt16LE(metaBytes, 6)
  head.writeUInt32LE(body.length, 8)
  head.writeDoubleLE(received, 12)
  head.write(text, frameHeaderBytes)
  head.writeUInt32LE(crc32(body, crc32(head.subarray(coveredFrom))), 2)
  return { head, body, bytes: head.length + body.length }
}

/** What stands at a place of a segment. `more`: the bytes end before the frame does, which needs `bytes` in all. */
export type FrameRead =
  | { readonly kind: 'frame'; readonly bytes: number; readonly attempts: number; readonly entry: SpoolEntry }
  | { readonly kind: 'more'; readonly bytes: number }
  /** No frame. `bytes` is how long it claims to be, when that claim is plausible. */
  | { readonly kind: 'damaged'; readonly bytes?: number | undefined }

/** Reads the frame at `at`; its body is a view of `bytes`. Never throws. */
export function readFrame(bytes: Buffer, at: number): FrameRead {
  if (bytes.length - at < frameHeaderBytes) return { kind: 'more', bytes: frameHeaderBytes }
  const size = frameSize(bytes, at)
  if (size === undefined) return { kind: 'damaged' }
  if (bytes.length - at < size) return { kind: 'more', bytes: size }
  if (crc32(bytes.subarray(at + coveredFrom, at + size)) !== bytes.readUInt32LE(at + 2))
    return { kind: 'damaged', bytes: size }
  const bodyAt = at + frameHeaderBytes + bytes.readUInt16LE(at + 6)
  const meta = parseMeta(bytes.toString('utf8', at + frameHeaderBytes, bodyAt), bytes.readDoubleLE(at + 12))
  if (!meta) return { kind: 'damaged', bytes: size }
  return {
    kind: 'frame',
    bytes: size,
    attempts: bytes[at + attemptsOffset] ?? 0,
    entry: { meta, body: bytes.subarray(bodyAt, at + size) },
  }
}

/** Returns the size that a frame header claims, or undefined when these bytes are no frame header. */
export function frameSize(bytes: Buffer, at: number): number | undefined {
  if (bytes.length - at < frameHeaderBytes || bytes[at] !== frameVersion) return undefined
  const metaBytes = bytes.readUInt16LE(at + 6)
  const bodyBytes = bytes.readUInt32LE(at + 8)
  const plausible = metaBytes >= 2 && metaBytes <= maxMetaBytes && bodyBytes <= maxFrameBodyBytes
  return plausible ? frameHeaderBytes + metaBytes + bodyBytes : undefined
}

function parseMeta(text: string, received: number): SpoolMeta | undefined {
  try {
    const meta: unknown = JSON.parse(text)
    return isMeta(meta) ? { ...meta, received } : undefined
  } catch {
    return undefined
  }
}

/** The checksum vouches for the rest: only this version writes frames of this version. */
function isMeta(meta: unknown): meta is Omit<SpoolMeta, 'received'> {
  if (
    typeof meta !== 'object' ||
    meta === null ||
    !('kind' in meta) ||
    !('projectId' in meta) ||
    !('encoding' in meta)
  )
    return false
  const known = meta.kind === 'envelope' || meta.kind === 'event' || meta.kind === 'security'
  return known && typeof meta.projectId === 'number' && typeof meta.encoding === 'string'
}
