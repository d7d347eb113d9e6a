import {
  brotliDecompressSync,
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib'

/** How a body is compressed, in one spelling; the empty text means not at all. */
export type ContentEncoding = '' | 'gzip' | 'deflate' | 'br' | 'zstd'

/** Why a body could not be decoded; a value, since bad bodies are everyday. `too-large` is a 413, the others 400. */
export interface DecodeRefusal {
  readonly refusal: 'too-large' | 'corrupt'
  readonly detail: string
}

/** Returns true for a refusal, false for decoded bytes. */
export function isDecodeRefusal(value: object): value is DecodeRefusal {
  return 'refusal' in value
}

/** zstd frames may ask for a window of 2 GiB; RFC 8878 section 3.1.1.1.2 asks decoders to support 8 MiB. */
const zstdParams: Readonly<Record<number, number>> = { [constants.ZSTD_d_windowLogMax]: 23 }
const firstChunkBytes = 16 * 1024
const lastChunkBytes = 1024 * 1024
const pieceBytes = 64 * 1024
/**
 * Beyond 16 MiB, what grew more than two hundredfold is a bomb. Text shrinks to a tenth, a sparse core dump to a
 * fiftieth; without this a bomb would be unpacked up to the limit, and its pieces are garbage that is collected late.
 */
const bombBytes = 16 * 1024 * 1024
const bombRatio = 200

/**
 * Returns the encoding that a Content-Encoding header names, or undefined for one that is not supported (415).
 * The empty value, `identity` and `UTF-8` mean none: sentry-ruby 5 and sentry.java.android 2.0.0 send such headers.
 */
export function normaliseEncoding(header: string | undefined): ContentEncoding | undefined {
  if (header === undefined) return ''
  const name = header.trim().toLowerCase()
  switch (name) {
    case '':
    case 'identity':
    case 'utf-8':
    case 'utf8':
      return ''
    case 'gzip':
    case 'x-gzip':
      return 'gzip'
    case 'deflate':
    case 'br':
    case 'zstd':
      return name
    default:
      return undefined
  }
}

/**
 * Returns the decoded bytes, or why there are none; an uncompressed body comes back as it is.
 * Works at once and holds at most `limitBytes` and one chunk, so a bomb costs no more than that.
 * `encoding` is a name from `normaliseEncoding`; `deflate` is read with and without its zlib header.
 */
export function decodeBody(
  body: Uint8Array,
  encoding: string,
  limitBytes: number,
): Uint8Array | DecodeRefusal {
  if (encoding === '') return body.length > limitBytes ? tooLarge(limitBytes) : body
  const options = {
    maxOutputLength: Math.max(1, limitBytes),
    chunkSize: chunkSizeFor(body, encoding, limitBytes),
  }
  try {
    switch (encoding) {
      case 'gzip':
        return gunzipSync(body, options)
      case 'deflate':
        return hasZlibHeader(body) ? inflateSync(body, options) : inflateRawSync(body, options)
      case 'br':
        return brotliDecompressSync(body, options)
      case 'zstd':
        return zstdDecompressSync(body, { ...options, params: zstdParams })
      default:
        return corrupt(`unknown content encoding ${encoding.slice(0, 40)}`)
    }
  } catch (error) {
    return refusalOf(error, { encoding, limitBytes })
  }
}

export interface PieceOptions {
  readonly encoding: string
  readonly limitBytes: number
  /** Called with each decoded piece, at most 64 KiB, in order. What it throws rejects the promise. */
  readonly onPiece: (piece: Uint8Array) => void
}

/**
 * Decodes piece by piece off the thread, so that a body of any size costs a few pieces of memory.
 * Resolves with undefined when all of it was decoded, else with the reason why not: `too-large` as soon as more than
 * `limitBytes` came out, or so much more than went in that it must be a bomb.
 */
export async function decodePieces(
  body: Uint8Array,
  options: PieceOptions,
): Promise<DecodeRefusal | undefined> {
  const { encoding, limitBytes, onPiece } = options
  if (encoding === '') {
    if (body.length > limitBytes) return tooLarge(limitBytes)
    for (let at = 0; at < body.length; at += pieceBytes) onPiece(body.subarray(at, at + pieceBytes))
    return undefined
  }
  const decoder = decoderFor(body, encoding)
  if (!decoder) return corrupt(`unknown content encoding ${encoding.slice(0, 40)}`)
  decoder.end(body)
  const pieces = decoder.iterator({ destroyOnReturn: true })
  let size = 0
  for (;;) {
    const step = await nextPiece(pieces)
    if ('error' in step) return refusalOf(step.error, { encoding, limitBytes })
    if (!step.piece) return undefined
    size += step.piece.length
    if (size > limitBytes || (size > bombBytes && size > decoder.bytesWritten * bombRatio)) {
      decoder.destroy()
      return tooLarge(limitBytes)
    }
    try {
      onPiece(step.piece)
    } catch (error) {
      decoder.destroy()
      throw error
    }
  }
}

async function nextPiece(
  pieces: AsyncIterator<unknown>,
): Promise<{ readonly piece: Uint8Array | undefined } | { readonly error: unknown }> {
  try {
    const { done, value } = await pieces.next()
    return { piece: done === true || !(value instanceof Uint8Array) ? undefined : value }
  } catch (error) {
    return { error }
  }
}

function decoderFor(
  body: Uint8Array,
  encoding: string,
): ReturnType<typeof createGunzip | typeof createBrotliDecompress | typeof createZstdDecompress> | undefined {
  const options = { chunkSize: pieceBytes }
  if (encoding === 'gzip') return createGunzip(options)
  if (encoding === 'deflate') return hasZlibHeader(body) ? createInflate(options) : createInflateRaw(options)
  if (encoding === 'br') return createBrotliDecompress(options)
  if (encoding === 'zstd') return createZstdDecompress({ ...options, params: zstdParams })
  return undefined
}

/** RFC 1950 section 2.2: method 8, and the first two bytes are a multiple of 31. Raw deflate looks so by chance rarely. */
function hasZlibHeader(body: Uint8Array): boolean {
  const [first = 0, second = 0] = body
  return (first & 0x0f) === 8 && ((first << 8) | second) % 31 === 0
}

/**
 * One output chunk that holds everything spares zlib from joining many. A gzip body ends with its size (RFC 1952
 * section 2.3.1), which the sender may lie about, hence the bounds.
 */
function chunkSizeFor(body: Uint8Array, encoding: string, limitBytes: number): number {
  const most = Math.min(lastChunkBytes, Math.max(firstChunkBytes, limitBytes))
  const guess = encoding === 'gzip' ? gzipSize(body) + 1 : body.length * 4
  return Math.min(most, Math.max(1024, guess))
}

function gzipSize(body: Uint8Array): number {
  if (body.length < 18) return 0
  return new DataView(body.buffer, body.byteOffset + body.length - 4, 4).getUint32(0, true)
}

function refusalOf(
  error: unknown,
  { encoding, limitBytes }: { readonly encoding: string; readonly limitBytes: number },
): DecodeRefusal {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ERR_BUFFER_TOO_LARGE') return tooLarge(limitBytes)
  const message = error instanceof Error ? error.message : String(error)
  return corrupt(`corrupt ${encoding} data: ${message.slice(0, 200)}`)
}

function tooLarge(limitBytes: number): DecodeRefusal {
  return { refusal: 'too-large', detail: `body is larger than ${limitBytes} bytes when decoded` }
}

function corrupt(detail: string): DecodeRefusal {
  return { refusal: 'corrupt', detail }
}
