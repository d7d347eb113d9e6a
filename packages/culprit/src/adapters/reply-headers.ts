import type { FastifyReply } from 'fastify'

/** Looks at the headers that were set on replies of Fastify, without the copy that `reply.getHeaders()` makes of them. */
export class ReplyHeaders {
  /** Where Fastify keeps them. Later versions may keep them elsewhere. */
  #kept: symbol | undefined

  /** Returns whether there is none for sure. */
  areEmpty(reply: FastifyReply): boolean {
    this.#kept ??= Object.getOwnPropertySymbols(reply).find(isKey)
    const kept: unknown = this.#kept === undefined ? undefined : Reflect.get(reply, this.#kept)
    if (typeof kept !== 'object' || kept === null) return false
    for (const name in kept) if (Object.hasOwn(kept, name)) return false
    return reply.raw.getHeaderNames().length === 0
  }
}

function isKey({ description }: symbol): boolean {
  return description === 'fastify.reply.headers'
}
