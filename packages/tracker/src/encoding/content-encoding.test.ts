import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBody, decodePieces, isDecodeRefusal, normaliseEncoding } from './content-encoding.ts'

const encoders: readonly (readonly [encoding: string, encode: (bytes: Uint8Array) => Uint8Array])[] = [
  ['', (bytes) => bytes],
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['zstd', zstdCompressSync],
]

async function pieces(
  body: Uint8Array,
  encoding: string,
  limitBytes: number,
): Promise<{ bytes: Buffer; refusal: string | undefined; largest: number }> {
  const parts: Uint8Array[] = []
  const refusal = await decodePieces(body, { encoding, limitBytes, onPiece: (piece) => parts.push(piece) })
  return {
    bytes: Buffer.concat(parts),
    refusal: refusal?.refusal,
    largest: Math.max(0, ...parts.map(({ length }) => length)),
  }
}

describe('normaliseEncoding()', () => {
  it.each([
    [undefined, ''],
    ['', ''],
    ['UTF-8', ''],
    ['identity', ''],
    [' GZIP ', 'gzip'],
    ['x-gzip', 'gzip'],
    ['deflate', 'deflate'],
    ['br', 'br'],
    ['zstd', 'zstd'],
    ['gzip, gzip', undefined],
    ['compress', undefined],
  ])('%j is %j', (header, encoding) => {
    expect(normaliseEncoding(header)).toBe(encoding)
  })
})

describe.each(encoders)('decodeBody() and decodePieces() of %j (%#)', (encoding, encode) => {
  it('give back any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 5000 }), async (bytes) => {
        const body = encode(bytes)
        const decoded = decodeBody(body, encoding, 5000)
        expect(isDecodeRefusal(decoded) ? decoded : Buffer.from(decoded)).toEqual(Buffer.from(bytes))
        expect((await pieces(body, encoding, 5000)).bytes).toEqual(Buffer.from(bytes))
      }),
      { numRuns: 50 },
    )
  })

  it('take exactly the limit and nothing above it', async () => {
    const body = encode(Buffer.alloc(200_000, 'ab'))
    expect(isDecodeRefusal(decodeBody(body, encoding, 200_000))).toBe(false)
    expect(decodeBody(body, encoding, 199_999)).toMatchObject({ refusal: 'too-large' })
    expect(await pieces(body, encoding, 200_000)).toMatchObject({ refusal: undefined })
    const over = await pieces(body, encoding, 199_999)
    expect(over.refusal).toBe('too-large')
    expect(over.bytes.length).toBeLessThanOrEqual(199_999)
    expect(over.largest).toBeLessThanOrEqual(64 * 1024)
  })

  it('refuse bytes that were cut, and never throw for noise', async () => {
    if (encoding === '') return
    const body = encode(Buffer.alloc(10_000, 'some text that is not all the same'))
    const cut = body.subarray(0, body.length - 3)
    // A checksum that is missing at the end does not always show in zstd; half of the data always does.
    const half = body.subarray(0, Math.floor(body.length / 2))
    expect(decodeBody(half, encoding, 1e6)).toMatchObject({ refusal: 'corrupt' })
    expect((await pieces(half, encoding, 1e6)).refusal).toBe('corrupt')
    expect(() => decodeBody(cut, encoding, 1e6)).not.toThrow()
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 100 }),
        (noise) => typeof decodeBody(noise, encoding, 1e6) === 'object',
      ),
    )
  })
})

describe('decodePieces()', () => {
  it('passes on what the listener throws', async () => {
    const onPiece = (): never => {
      throw new Error('enough')
    }
    await expect(decodePieces(gzipSync('x'), { encoding: 'gzip', limitBytes: 9, onPiece })).rejects.toThrow(
      'enough',
    )
  })

  it('stops at what must be a bomb long before the limit', async () => {
    const zeros = await pieces(
      gzipSync(Buffer.alloc(64 * 1024 * 1024), { level: 1 }),
      'gzip',
      100 * 1024 * 1024,
    )
    expect(zeros.refusal).toBe('too-large')
    expect(zeros.bytes.length).toBeLessThan(20 * 1024 * 1024)
    const sparse = Buffer.alloc(30 * 1024 * 1024)
    for (let at = 0; at < sparse.length; at += 500) sparse[at] = (at * 7919) & 0xff
    expect((await pieces(gzipSync(sparse), 'gzip', 100 * 1024 * 1024)).refusal).toBeUndefined()
  })

  it('is not fooled by a gzip trailer that lies about the size', () => {
    const body = gzipSync('hello')
    body.writeUInt32LE(0xffff_ffff, body.length - 4)
    expect(decodeBody(body, 'gzip', 1e6)).toMatchObject({ refusal: 'corrupt' })
  })
})
