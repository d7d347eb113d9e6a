import type { FastifyReply } from 'fastify'
import { isStaleHeader } from '../http/stale-headers.ts'
import { resetReply, sendAnswer } from './fastify-answer.ts'
import type { ResponseWriter } from './node-dispatch.ts'

/** Returns whether a response is a reply of Fastify. Nest hands the raw response to middleware instead. */
export function isFastifyReply(response: object): response is FastifyReply {
  return 'raw' in response && 'send' in response && typeof response.send === 'function'
}

/** Returns a writer that answers through Fastify, so that its hooks (cookies, compression) see the answer. */
export function fastifyWriter(reply: FastifyReply): ResponseWriter {
  return {
    reset: () => reset(reply),
    setHeader: (name, value) => void reply.header(name, value),
    write: (answer) => sendAnswer(reply, answer),
  }
}

/** Middleware of Nest sets headers on the raw response. */
function reset(reply: FastifyReply): void {
  resetReply(reply)
  for (const name of reply.raw.getHeaderNames()) if (isStaleHeader(name)) reply.raw.removeHeader(name)
}
