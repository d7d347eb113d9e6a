import type { IncomingMessage } from 'node:http'
import { bodyFromBytes, type BodyHeaders } from './body-from-bytes.ts'

const seenBody: unique symbol = Symbol('culprit.body')

/** What was seen of the body of a request, kept with the request under a symbol of this module. */
interface Carrier {
  [seenBody]?: SeenBody | SeenValue
}

/** The first bytes of a body, and how many there were. */
interface SeenBody {
  readonly chunks: Uint8Array[]
  kept: number
  total: number
}

/** What the application got of a body, parsed already. */
interface SeenValue {
  readonly value: unknown
}

/**
 * Keeps the first `maxBytes` bytes of the body with node's request as they arrive. Nothing is read for it: what nobody
 * reads arrives as far as node buffers it, and is left to whoever reads it later.
 */
export function watchNodeBody(req: IncomingMessage & Carrier, maxBytes: number): void {
  if (hasNoBody(req.method)) return
  const seen: SeenBody = { chunks: [], kept: 0, total: 0 }
  const { push } = req
  req[seenBody] = seen
  // Node's parser hands each chunk to this method, whatever way the application reads.
  req.push = (chunk: unknown, encoding?: BufferEncoding): boolean => {
    if (chunk instanceof Uint8Array) keep(seen, chunk, maxBytes)
    return push.call(req, chunk, encoding)
  }
}

const readers = ['json', 'text', 'formData', 'arrayBuffer', 'bytes', 'blob'] as const

/**
 * Keeps what the application reads of a web `Request` by `json()`, `text()` and the like with the request. What is read
 * from its stream is not seen: a copy of that would cost as much as the body.
 */
export function watchWebBody(request: Request & Carrier): void {
  if (hasNoBody(request.method)) return
  for (const name of readers) {
    const read: unknown = Reflect.get(request, name)
    if (typeof read !== 'function') continue
    const watched = async (): Promise<unknown> => {
      const value: unknown = await read.call(request)
      // `json()` of some servers calls `text()`, which ends first.
      request[seenBody] = { value }
      return value
    }
    Object.defineProperty(request, name, { value: watched, configurable: true, writable: true })
  }
}

/** Returns what was seen of a request's body, as far as a report shows it; undefined when nothing was. */
export function watchedBody(request: Carrier & object, headers: BodyHeaders): unknown {
  const seen = request[seenBody]
  if (seen === undefined) return undefined
  if ('chunks' in seen) {
    return seen.total === 0 ? undefined : bodyFromBytes(Buffer.concat(seen.chunks), seen.total, headers)
  }
  const { value } = seen
  if (typeof value === 'string') return bodyFromBytes(Buffer.from(value), Buffer.byteLength(value), headers)
  if (value instanceof ArrayBuffer) return bodyFromBytes(new Uint8Array(value), value.byteLength, headers)
  if (value instanceof Uint8Array) return bodyFromBytes(value, value.length, headers)
  if (value instanceof Blob) return `[${value.size} bytes]`
  return value instanceof FormData ? fieldsOf(value) : value
}

function hasNoBody(method: string | undefined): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}

function keep(seen: SeenBody, chunk: Uint8Array, maxBytes: number): void {
  seen.total += chunk.length
  const room = maxBytes - seen.kept
  if (room <= 0) return
  const part = chunk.length > room ? chunk.subarray(0, room) : chunk
  seen.chunks.push(part)
  seen.kept += part.length
}

const maxFields = 200

function fieldsOf(form: FormData): Readonly<Record<string, unknown>> {
  const fields: [string, unknown][] = []
  for (const [name, value] of form) {
    if (fields.length === maxFields) break
    fields.push([name, typeof value === 'string' ? value : `[${value.name}, ${value.size} bytes]`])
  }
  return Object.fromEntries(fields)
}
