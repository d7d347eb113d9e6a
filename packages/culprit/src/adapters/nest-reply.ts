import type { ServerResponse } from 'node:http'
import type { Answer, HeaderList, Reply } from '../handlers/answer.ts'
import { isStaleHeader } from '../http/stale-headers.ts'
import type { ResponseWriter } from './node-dispatch.ts'

/** The parts of a reply of Fastify that are used when Nest runs on it. */
export interface FastifyReply {
  readonly raw: ServerResponse
  readonly request: { readonly method: string }
  readonly sent: boolean
  readonly code: (status: number) => unknown
  readonly header: (name: string, value: string | readonly string[]) => unknown
  readonly getHeaders: () => Readonly<Record<string, unknown>>
  readonly removeHeader: (name: string) => unknown
  readonly send: (body?: unknown) => unknown
}

/** Returns whether a response is a reply of Fastify. Nest hands the raw response to middleware instead. */
export function isFastifyReply(response: object): response is FastifyReply {
  return 'raw' in response && 'send' in response && typeof response.send === 'function'
}

/** Returns a writer that answers through Fastify, so that its hooks (cookies, compression) see the answer. */
export function fastifyWriter(reply: FastifyReply): ResponseWriter {
  return {
    reset: () => resetReply(reply),
    setHeader: (name, value) => void reply.header(name, value),
    write: (answer) => send(answer, reply),
  }
}

function resetReply(reply: FastifyReply): void {
  reply.code(200)
  for (const name of Object.keys(reply.getHeaders())) {
    if (!isStaleHeader(name)) continue
    reply.removeHeader(name)
    reply.raw.removeHeader(name)
  }
}

function send(answer: Answer, reply: FastifyReply): void {
  if (answer.kind === 'none') reply.raw.destroy()
  else if (answer.kind === 'native' || reply.sent) return
  else if (answer.kind === 'reply') sendReply(answer, reply)
  else if (reply.request.method === 'HEAD') sendHeaders(answer.response, reply)
  else reply.send(answer.response)
}

/** Fastify fails on a HEAD request for a response with a body stream. */
function sendHeaders(response: Response, reply: FastifyReply): void {
  // The source is told that nobody will read it; whether that fails is of no interest to this answer.
  response.body?.cancel().catch(() => {})
  sendReply({ kind: 'reply', status: response.status, headers: [...response.headers], body: null }, reply)
}

function sendReply({ status, headers, body }: Reply, reply: FastifyReply): void {
  reply.code(status)
  for (const [name, values] of valuesByName(headers)) reply.header(name, values)
  reply.send(body ?? '')
}

/** Fastify replaces a header that is set again, except `Set-Cookie`; the values of one name go in together. */
function valuesByName(headers: HeaderList): ReadonlyMap<string, string | readonly string[]> {
  const fields = new Map<string, string | readonly string[]>()
  for (const [name, value] of headers) {
    const key = name.toLowerCase()
    const known = fields.get(key)
    fields.set(key, known === undefined ? value : [known, value].flat())
  }
  return fields
}
