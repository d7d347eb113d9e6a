/** The beginning of a header line whose end has not arrived yet, copied from the chunks it came in. */
export interface HeaderLine {
  /** Bytes kept so far. */
  readonly size: number
  append(part: Uint8Array): void
  /** Returns the kept bytes and starts anew. */
  take(): Uint8Array
}

/** Returns an empty line. It grows by doubling, so that bytes that arrive one by one cost linear time. */
export function createHeaderLine(): HeaderLine {
  let buffer = new Uint8Array(0)
  let size = 0
  return {
    get size(): number {
      return size
    },
    append(part: Uint8Array): void {
      if (size + part.length > buffer.length) {
        const larger = new Uint8Array(Math.max(256, 2 * buffer.length, size + part.length))
        larger.set(buffer)
        buffer = larger
      }
      buffer.set(part, size)
      size += part.length
    },
    take(): Uint8Array {
      const line = buffer.subarray(0, size)
      buffer = new Uint8Array(0)
      size = 0
      return line
    },
  }
}
