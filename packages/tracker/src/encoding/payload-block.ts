import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import type { StoredEvent } from '../domain/event.ts'

/** Layout of an uncompressed block; readers refuse versions they do not know. */
export const payloadBlockVersion = 1

/** No block may be larger than this before compression; decoding stops here too. */
export const maxBlockBytes: number = 16 * 1024 * 1024

/** No block holds more payloads than this. */
export const maxBlockSlots = 1024

const headerBytes = 5

/**
 * Returns one zstd block of several payloads, each the JSON text of a `StoredEvent`. Before compression: version u8,
 * count u32, count lengths u32 (little endian), then the payloads. Equal-looking neighbours compress best, so sort
 * them by issue. The result owns its buffer and may be transferred to another thread.
 *
 * @throws {RangeError} when there are none or more than `maxBlockSlots`, or they exceed `maxBlockBytes` together
 */
export function encodeBlock(payloads: readonly (Uint8Array | string)[], level = 3): Uint8Array<ArrayBuffer> {
  if (payloads.length === 0 || payloads.length > maxBlockSlots) {
    throw new RangeError(`A payload block holds 1 to ${maxBlockSlots} payloads, not ${payloads.length}.`)
  }
  const parts = payloads.map((payload) =>
    typeof payload === 'string' ? Buffer.from(payload, 'utf8') : payload,
  )
  const start = headerBytes + 4 * parts.length
  const total = parts.reduce((sum, part) => sum + part.byteLength, start)
  if (total > maxBlockBytes)
    throw new RangeError(`A payload block of ${total} bytes exceeds ${maxBlockBytes}.`)
  const raw = Buffer.allocUnsafe(total)
  raw.writeUInt8(payloadBlockVersion, 0)
  raw.writeUInt32LE(parts.length, 1)
  let at = start
  for (const [slot, part] of parts.entries()) {
    raw.writeUInt32LE(part.byteLength, headerBytes + 4 * slot)
    raw.set(part, at)
    at += part.byteLength
  }
  const packed = zstdCompressSync(raw, {
    // Payloads shrink to a fifth or less, so this is one chunk and nothing is copied. Room for the worst case would
    // be garbage four times as large.
    chunkSize: (total >> 2) + 1024,
    params: {
      [constants.ZSTD_c_compressionLevel]: level,
      // A table that stays in the processor's first cache: a quarter less time for a thirtieth more bytes.
      [constants.ZSTD_c_hashLog]: 13,
    },
  })
  return new Uint8Array(packed)
}

/**
 * Returns the payload in one slot of a block made by `encodeBlock`, as bytes.
 *
 * @throws {PayloadBlockError} when the block is damaged, of an unknown version, or has no such slot
 */
export function decodePayload(block: Uint8Array, slot: number): Uint8Array {
  const raw = inflate(block)
  if (raw.byteLength < headerBytes) throw new PayloadBlockError('The payload block is too short.')
  if (raw.readUInt8(0) !== payloadBlockVersion) {
    throw new PayloadBlockError(
      `The payload block has version ${raw.readUInt8(0)}; this program reads ${payloadBlockVersion}.`,
    )
  }
  const count = raw.readUInt32LE(1)
  let at = headerBytes + 4 * count
  if (!Number.isInteger(slot) || slot < 0 || slot >= count || count > maxBlockSlots || at > raw.byteLength) {
    throw new PayloadBlockError(`The payload block has no slot ${slot}.`)
  }
  for (let before = 0; before < slot; before++) at += raw.readUInt32LE(headerBytes + 4 * before)
  const end = at + raw.readUInt32LE(headerBytes + 4 * slot)
  if (end > raw.byteLength) throw new PayloadBlockError(`Slot ${slot} of the payload block is cut off.`)
  return raw.subarray(at, end)
}

/**
 * Returns the event in one slot of a block.
 *
 * @throws {PayloadBlockError} when the block is damaged or the slot holds no event of a known version
 */
export function decodeSlot(block: Uint8Array, slot: number): StoredEvent {
  const text = Buffer.from(decodePayload(block, slot)).toString('utf8')
  const value = parse(text)
  if (typeof value !== 'object' || value === null || !('v' in value) || value.v !== 1) {
    throw new PayloadBlockError(`Slot ${slot} of the payload block holds no event of version 1.`)
  }
  // Only the digest writes blocks, and it writes nothing but StoredEvent of the version just checked.
  return value as StoredEvent
}

/** A stored payload that cannot be read back: damaged, or written by a newer version. */
export class PayloadBlockError extends Error {}
Object.defineProperty(PayloadBlockError.prototype, 'name', { value: 'PayloadBlockError' })

function inflate(block: Uint8Array): Buffer {
  try {
    return zstdDecompressSync(block, { maxOutputLength: maxBlockBytes })
  } catch (cause) {
    throw new PayloadBlockError('The payload block cannot be decompressed.', { cause })
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new PayloadBlockError('The payload is not JSON.', { cause })
  }
}
