import {
  decodeBody,
  decodePieces,
  isDecodeRefusal,
  normaliseEncoding,
  type ContentEncoding,
  type DecodeRefusal,
} from '../encoding/content-encoding.ts'
import { type Exchange, headerOf } from './exchange.ts'
import { refuse, type Refusal } from './refusal.ts'

/** A request's body as it came, with the one spelling of its encoding. */
export interface Body {
  readonly bytes: Uint8Array
  readonly encoding: ContentEncoding
}

/** Stands for a client that left before its request was complete; nobody reads the answer. */
export const clientAborted: Refusal = refuse(499, 'client-aborted', 'the client went away')

/**
 * Reads the whole body, within the limits for one and for all together. The memory of its bytes stays reserved; the
 * caller gives back `note.bytes` when it has answered.
 */
export function readBody(exchange: Exchange): Promise<Body | Refusal> {
  const { req, deps, note } = exchange
  const encoding = normaliseEncoding(headerOf(req, 'content-encoding', 100))
  if (encoding === undefined)
    return Promise.resolve(refuse(415, 'unsupported-media', 'unsupported content encoding'))
  const { bodyBytes } = deps.limits
  if (Number(req.headers['content-length'] ?? 0) > bodyBytes) return Promise.resolve(tooLarge(bodyBytes))
  return new Promise((resolve) => {
    const chunks: Uint8Array[] = []
    const finish = (result: Body | Refusal): void => {
      req.off('data', onData).off('end', onEnd).off('close', onGone).off('error', onGone)
      // What still comes is read and thrown away by the server, so that the client gets to see the answer.
      req.on('error', () => undefined)
      resolve(result)
    }
    const onData = (chunk: Uint8Array): void => {
      if (note.bytes + chunk.length > bodyBytes) return finish(tooLarge(bodyBytes))
      if (!deps.admission.reserve(chunk.length)) return finish(overloaded())
      note.bytes += chunk.length
      chunks.push(chunk)
    }
    const onEnd = (): void => finish({ bytes: joined(chunks), encoding })
    const onGone = (): void => finish(clientAborted)
    req.on('data', onData).on('end', onEnd).on('close', onGone).on('error', onGone)
  })
}

/** Bodies that decode to more than this are decoded in pieces, off the thread. */
export const decodeAtOnceBytes: number = 1.25 * 1024 * 1024

/** Returns the decoded body at once, or why not; for endpoints whose bodies are small by protocol. */
export function decodeSmall(body: Body, limitBytes: number): Uint8Array | Refusal {
  const decoded = decodeBody(body.bytes, body.encoding, limitBytes)
  return isDecodeRefusal(decoded) ? toRefusal(decoded) : decoded
}

/** Returns the decoded body, collected in memory up to `limitBytes`, or why not. */
export async function decodeWhole(body: Body, limitBytes: number): Promise<Uint8Array | Refusal> {
  if (body.encoding === '') return body.bytes.length > limitBytes ? tooLarge(limitBytes) : body.bytes
  const pieces: Uint8Array[] = []
  const refusal = await decodePieces(body.bytes, {
    encoding: body.encoding,
    limitBytes,
    onPiece: (piece) => pieces.push(piece),
  })
  return refusal ? toRefusal(refusal) : joined(pieces)
}

/** Returns the answer to a body that cannot be decoded. */
export function toRefusal({ refusal, detail }: DecodeRefusal): Refusal {
  return refusal === 'too-large' ? refuse(413, 'too-large', detail) : refuse(400, 'malformed', detail)
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const [only] = chunks
  return chunks.length === 1 && only ? only : Buffer.concat(chunks)
}

function tooLarge(limitBytes: number): Refusal {
  return refuse(413, 'too-large', `body is larger than ${limitBytes} bytes`)
}

function overloaded(): Refusal {
  return { ...refuse(503, 'overloaded', 'the service is overloaded'), retryAfterSeconds: 2 }
}
