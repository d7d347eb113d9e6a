/**
 * Gives the memory of bytes back that nobody needs any more; they are empty then. Where a program lives on, the collector
 * finds them only when it looks through all of the heap, and a storm of reports leaves megabytes of them until then.
 * Bytes that share their memory with others (the pool of `Buffer`) are left alone.
 */
export function releaseBytes({ buffer, byteLength }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength !== byteLength) return
  try {
    buffer.transfer(0)
  } catch {
    // Memory that is not ours to give back, as that of WebAssembly.
  }
}
