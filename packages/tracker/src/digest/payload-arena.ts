/** Room for the payloads of one batch, used again for the next. */
export interface PayloadArena {
  /** Returns the text in UTF-8. The bytes are valid until `clear`. */
  write(text: string): Uint8Array
  /** Gives all room free. */
  clear(): void
}

const pieceBytes = 1024 * 1024
/** Three bytes are the most that one UTF-16 code unit takes in UTF-8. */
const bytesPerUnit = 3

/**
 * Returns an arena that keeps up to `maxPieces` MiB; what does not fit gets memory of its own. A batch holds
 * megabytes of payloads: as buffers of their own each batch made V8 collect all garbage.
 */
export function createPayloadArena(maxPieces = 24): PayloadArena {
  const pieces: Buffer[] = []
  let piece = 0
  let used = 0
  const roomFor = (bytes: number): Buffer | undefined => {
    if (bytes > pieceBytes) return undefined
    if (used + bytes > pieceBytes) {
      piece += 1
      used = 0
    }
    if (piece >= maxPieces) return undefined
    return (pieces[piece] ??= Buffer.allocUnsafeSlow(pieceBytes))
  }
  return {
    write(text) {
      const room = roomFor(text.length * bytesPerUnit)
      if (!room) return Buffer.from(text)
      const start = used
      used += room.write(text, start)
      return room.subarray(start, used)
    },
    clear() {
      piece = 0
      used = 0
    },
  }
}
