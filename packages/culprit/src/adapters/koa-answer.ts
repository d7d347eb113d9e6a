import type Application from 'koa'
import type { Answer, Reply } from '../handlers/answer.ts'
import { resetResponse } from './node-response.ts'
import { type GroupedHeader, groupHeaders, isAdded, joinVary } from './grouped-headers.ts'

/** Koa's context, as middleware gets it; the second argument of error handlers. */
export type KoaContext = Application.ParameterizedContext

/** What Koa notes of a response besides what it tells: whether status and empty body were chosen, or are defaults. */
interface Choices {
  _explicitStatus?: boolean | undefined
  _explicitNullBody?: boolean | undefined
}

/**
 * Returns whether no middleware has answered: the status is Koa's initial 404, which nobody chose, and there is no body.
 * A 404 that the application sets is its answer.
 */
export function isUnanswered(ctx: KoaContext): boolean {
  if (ctx.res.statusCode !== 404 || ctx.body !== undefined || ctx.respond === false) return false
  const choices: KoaContext['response'] & Choices = ctx.response
  return choices._explicitStatus !== true && !ctx.headerSent && ctx.writable
}

/**
 * Takes back what the failed middleware had prepared: no body, status 200, and no headers that describe the body. What
 * is set after it counts as chosen. Koa itself would clear CORS headers and cookies as well.
 */
export function resetKoa(ctx: KoaContext): void {
  resetResponse(ctx.res)
  // Koa does a lot for an empty body, and there is seldom one to take back.
  if (ctx.body !== undefined) ctx.body = null
  ctx.res.statusCode = 200
  const choices: KoaContext['response'] & Choices = ctx.response
  choices._explicitStatus = false
  choices._explicitNullBody = false
}

/** Returns whether an error handler has answered through the context. */
export function isAnswered(ctx: KoaContext): boolean {
  const choices: KoaContext['response'] & Choices = ctx.response
  return choices._explicitStatus === true || ctx.headerSent || ctx.respond === false
}

/** Leaves an answer on the context, for Koa to send once all middleware is through. */
export function setAnswer(ctx: KoaContext, answer: Answer): void {
  switch (answer.kind) {
    case 'native':
      return
    case 'none':
      ctx.respond = false
      ctx.res.destroy()
      return
    case 'reply':
      setReply(ctx, answer)
      return
    case 'response': {
      const { status, statusText, headers, body } = answer.response
      setBody(ctx, status, body)
      if (statusText !== '') ctx.message = statusText
      setHeaders(ctx, groupHeaders([...headers]))
    }
  }
}

/** Its headers come first, so that Koa does not look for the type of the body; the length is Koa's to say. */
function setReply(ctx: KoaContext, { status, headers, body }: Reply): void {
  if (body === null) setBody(ctx, status, body)
  else ctx.status = status
  setHeaders(ctx, groupHeaders(headers))
  if (body !== null) ctx.body = bodyOf(body)
}

/** The body comes first, since Koa takes a status and headers from it. */
function setBody(ctx: KoaContext, status: number, body: string | Buffer | ReadableStream | null): void {
  ctx.body = body
  ctx.status = status
  ctx.remove('Content-Type')
}

/** Koa would send a `Uint8Array` as JSON. */
function bodyOf(body: string | Uint8Array): string | Buffer {
  if (typeof body === 'string') return body
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength)
}

/** On node's response, since `ctx.set` costs twice as much to do the same. */
function setHeaders(ctx: KoaContext, headers: readonly GroupedHeader[]): void {
  const { res } = ctx
  if (res.headersSent) return
  for (const [name, value] of headers) {
    if (name.toLowerCase() === 'vary') res.setHeader(name, joinVary(String(res.getHeader(name) ?? ''), value))
    else if (isAdded(name)) ctx.append(name, value)
    // Koa has said the length of the body already.
    else if (name !== 'Content-Length' || !res.hasHeader(name)) res.setHeader(name, value)
  }
}
