import { describe, expect, it } from 'vitest'
import { releaseBytes } from './release-bytes.ts'

describe('releaseBytes()', () => {
  it('gives back the memory of bytes that have it for themselves', () => {
    const bytes = new TextEncoder().encode('x'.repeat(1000))
    const { buffer } = bytes
    releaseBytes(bytes)
    expect([buffer.byteLength, bytes.length]).toEqual([0, 0])
    expect(() => releaseBytes(bytes)).not.toThrow()
  })

  it('leaves bytes alone that share their memory with others', () => {
    const pooled = Buffer.from('of the pool')
    const shared = new Uint8Array(new SharedArrayBuffer(8))
    const wasm = new Uint8Array(new WebAssembly.Memory({ initial: 1 }).buffer)
    for (const bytes of [pooled, shared, wasm]) releaseBytes(bytes)
    expect([pooled.toString(), shared.length, wasm.length]).toEqual(['of the pool', 8, 65_536])
  })
})
