import type { FastifyReply } from 'fastify'
import type { Answer, Reply } from '../handlers/answer.ts'
import { SafeHtml } from '../html/html.ts'
import { isStaleHeader } from '../http/stale-headers.ts'
import { groupHeaders, isAdded, joinVary } from './grouped-headers.ts'
import type { FastifyState } from './fastify-state.ts'
import { mustClose } from './node-request.ts'
import type { ReplyHeaders } from './reply-headers.ts'

/**
 * Takes back what the failed handler had prepared: the status, which Fastify presets for some of its own errors, and
 * headers that describe the body that will not come. Cookies, CORS and security headers stay.
 *
 * @param headers tells whether there are any; without it they are copied to be looked at
 */
export function resetReply(reply: FastifyReply, headers?: ReplyHeaders): void {
  reply.code(200)
  if (headers?.areEmpty(reply) !== true) {
    for (const name in reply.getHeaders()) if (isStaleHeader(name)) reply.removeHeader(name)
  }
  if (mustClose(reply.request.raw)) reply.header('Connection', 'close')
}

/**
 * Returns the answer for what only Fastify understands: nothing after `reply.send(...)`, node streams, and text or objects
 * after the handler has chosen a status or a content type on the reply, as Fastify's own handlers do.
 */
export function nativeAnswer(
  value: unknown,
  { context: { reply }, phase }: FastifyState,
): Answer | undefined {
  const { raw } = reply
  if (phase === 'sending' || raw.headersSent || raw.destroyed) return { kind: 'native', value: undefined }
  // Fastify is bypassed, so what only it understands is nothing here.
  if (phase === 'around') return undefined
  if (reply.sent) return { kind: 'native', value: undefined }
  if (isNodeStream(value)) return { kind: 'native', value }
  if (!isPayload(value)) return undefined
  const isChosen = reply.statusCode !== 200 || isSet(reply, 'content-type')
  return isChosen ? { kind: 'native', value } : undefined
}

/** Sends an answer through Fastify, with its hooks. */
export function sendAnswer(reply: FastifyReply, answer: Answer): void {
  switch (answer.kind) {
    case 'none':
      reply.hijack()
      reply.raw.destroy()
      return
    case 'native':
      if (answer.value !== undefined) reply.send(answer.value)
      return
    case 'response':
      // The answers to HEAD go through a hook of Fastify that knows streams, but not responses.
      if (reply.request.method === 'HEAD') sendHead(reply, answer.response)
      else reply.send(answer.response)
      return
    case 'reply':
      sendReply(reply, answer)
  }
}

function sendReply(reply: FastifyReply, { status, headers, body }: Reply): void {
  reply.code(status)
  let isPlain = false
  for (const field of groupHeaders(headers)) {
    const name = keyOf(field[0])
    const value = field[1]
    if (isPlainText(name, value) && typeof body === 'string' && !isSet(reply, name)) isPlain = true
    // Fastify counts what it sends itself.
    else if (name !== 'content-length' || body === null) setHeader(reply, name, value)
  }
  // A serializer of the route is for what the route sends; and without one Fastify adds a charset to JSON types. Text
  // without a type it sends as it is.
  if (!isPlain) reply.serializer(asIs)
  reply.send(body ?? undefined)
}

/** Returns whether a header says what Fastify says of text by itself, which costs less than to be told. */
function isPlainText(name: string, value: string | string[]): boolean {
  return value === 'text/plain; charset=utf-8' && name === 'content-type'
}

/** As `reply.hasHeader`, which has node check the name first if Fastify has no such header. */
function isSet(reply: FastifyReply, name: string): boolean {
  return reply.getHeader(name) !== undefined
}

/** The names that most answers have, in lower case; see `keyOf`. */
const knownKeys: ReadonlyMap<string, string> = new Map(
  ['Content-Type', 'Content-Length', 'X-Request-Error'].map((name) => [name, name.toLowerCase()]),
)

/**
 * Returns the name under which Fastify keeps and sends a header. It makes the same of any name, but a text that is new each
 * time costs much more as the key of an object than one that is known.
 */
function keyOf(name: string): string {
  return knownKeys.get(name) ?? name.toLowerCase()
}

function sendHead(reply: FastifyReply, response: Response): void {
  reply.code(response.status)
  for (const [name, value] of groupHeaders([...response.headers])) setHeader(reply, name, value)
  reply.send(response.body ?? undefined)
}

/** Gives node's response the headers that were set on the reply, for an answer that goes around Fastify. */
export function copyHeaders(reply: FastifyReply): void {
  for (const [name, value] of Object.entries(reply.getHeaders())) {
    if (value !== undefined && !isStaleHeader(name)) reply.raw.setHeader(name, value)
  }
}

/** Fastify itself adds cookies to those there are. */
function setHeader(reply: FastifyReply, name: string, value: string | string[]): void {
  const old = isAdded(name) && name.length === 'Vary'.length ? reply.getHeader(name) : undefined
  reply.header(name, old === undefined ? value : joinVary(String(old), value))
}

function asIs(payload: unknown): string {
  return String(payload)
}

function isNodeStream(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'pipe' in value && typeof value.pipe === 'function'
}

function isPayload(value: unknown): boolean {
  if (typeof value === 'string') return true
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return !(value instanceof Error || value instanceof SafeHtml || isResponse(value))
}

function isResponse(value: object): boolean {
  return Object.prototype.toString.call(value) === '[object Response]'
}
