import { type Envelope, type EnvelopeItem, type ItemHeader } from './envelope.ts'
import { parseEnvelopeHeader, parseItemHeader } from './envelope-headers.ts'
import { type DecoderLimits, defaultDecoderLimits } from './limits.ts'
import { WireError } from './wire-error.ts'

const newline = 10

/**
 * Returns the envelope that the bytes hold, in one pass and without copying: payloads are views of `bytes`.
 * For bytes that arrive in pieces there is `createEnvelopeDecoder`, which reads the same language:
 * `Headers { "\n" Headers "\n" Payload } [ "\n" ]`, blanks before an item's header ignored, a payload without
 * length ending at the next newline.
 * @throws {WireError} `malformed` for bytes outside this grammar, `too-large` past a limit.
 */
export function decodeEnvelope(bytes: Uint8Array, limits: DecoderLimits = defaultDecoderLimits): Envelope {
  if (bytes.length > limits.envelopeBytes) throw new WireError('too-large', 'The envelope is too large.')
  if (bytes.length === 0) throw new WireError('malformed', 'The envelope is empty.')
  const headerEnd = lineEnd(bytes, 0, limits.headerBytes)
  const header = parseEnvelopeHeader(bytes.subarray(0, headerEnd))
  const items: EnvelopeItem[] = []
  let at = skipBlanks(bytes, headerEnd + 1, limits.headerBytes)
  while (at < bytes.length) {
    if (items.length >= limits.items) throw new WireError('too-large', 'The envelope has too many items.')
    const end = lineEnd(bytes, at, limits.headerBytes)
    const itemHeader = parseItemHeader(bytes.subarray(at, end))
    const start = Math.min(end + 1, bytes.length)
    const stop = payloadEnd(bytes, start, { header: itemHeader, limits })
    items.push({ header: itemHeader, payload: bytes.subarray(start, stop) })
    at = skipBlanks(bytes, stop + 1, limits.headerBytes)
  }
  return { header, items }
}

function lineEnd(bytes: Uint8Array, start: number, headerBytes: number): number {
  const found = bytes.indexOf(newline, start)
  const end = found < 0 ? bytes.length : found
  if (end - start > headerBytes) throw new WireError('too-large', 'A header line is too long.')
  return end
}

interface PayloadRules {
  readonly header: ItemHeader
  readonly limits: DecoderLimits
}

function payloadEnd(bytes: Uint8Array, start: number, { header, limits }: PayloadRules): number {
  const limitBytes = limits.itemBytes(header.type)
  const found = header.length === undefined ? bytes.indexOf(newline, start) : start + header.length
  const end = found < 0 ? bytes.length : found
  if (end - start > limitBytes) throw new WireError('too-large', 'An item is larger than its type may be.')
  if (end > bytes.length) throw new WireError('malformed', 'The envelope ends inside an item.')
  if (end < bytes.length && bytes[end] !== newline) {
    throw new WireError('malformed', 'An item is longer than its length says.')
  }
  return end
}

function skipBlanks(bytes: Uint8Array, start: number, limitBytes: number): number {
  let at = start
  while (at < bytes.length && isBlank(bytes[at])) at += 1
  if (at - start > limitBytes)
    throw new WireError('too-large', 'There are too many blanks between two items.')
  return at
}

/** Returns true for the four bytes that JSON calls whitespace. */
export function isBlank(byte: number | undefined): boolean {
  return byte === newline || byte === 13 || byte === 32 || byte === 9
}
