import { type DecodeRefusal, decodeBody } from './content-encoding.ts'

const openBrace = 0x7b
const base64 = /^[A-Za-z0-9+/_\-\s]+={0,2}\s*$/

/**
 * Returns the JSON text (bytes) of a body sent to the store endpoint, after its Content-Encoding was undone.
 * The oldest clients send base64 of zlib-deflated JSON, or base64 of JSON; JSON itself starts with `{`.
 * At most `limitBytes` come out. Source: Relay's `decode_bytes` in relay-server/src/endpoints/store.rs.
 */
export function decodeStoreBody(body: Uint8Array, limitBytes: number): Uint8Array | DecodeRefusal {
  const start = skipBlanks(body)
  if (start === body.length || body[start] === openBrace) {
    return body.length - start > limitBytes
      ? { refusal: 'too-large', detail: `body is larger than ${limitBytes} bytes` }
      : body.subarray(start)
  }
  // Base64 grows by a third and deflate hardly shrinks what is already small; anything longer cannot fit the limit.
  if (body.length > limitBytes * 2)
    return { refusal: 'too-large', detail: `body is larger than ${limitBytes} bytes` }
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1', start)
  if (!base64.test(text)) return { refusal: 'corrupt', detail: 'body is neither JSON nor base64' }
  const bytes = Buffer.from(text, 'base64')
  return bytes[0] === openBrace ? bytes : decodeBody(bytes, 'deflate', limitBytes)
}

/** Skips the byte order mark and the blanks that may stand before JSON. */
function skipBlanks(body: Uint8Array): number {
  let at = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? 3 : 0
  while (at < body.length && isBlank(body[at])) at += 1
  return at
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
