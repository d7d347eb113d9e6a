import { Readable } from 'node:stream'
import type { KoaContext } from './koa-answer.ts'

/**
 * Waits until a stream that is to be sent has a first chunk, has ended or was destroyed. Koa sends no headers before that
 * either, so a file that cannot be opened gets an error page instead of a broken connection. For other bodies, and when
 * the headers were flushed, it returns at once.
 *
 * @throws what the stream failed with.
 */
export async function untilFirstChunk(ctx: KoaContext): Promise<void> {
  const { body } = ctx
  if (!(body instanceof Readable) || ctx.headerSent) return
  if (body.errored !== null) throw body.errored
  if (body.readableLength > 0 || body.readableEnded || body.destroyed || ctx.method === 'HEAD') return
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const done = (): void => resolve()
  body.once('readable', done).once('end', done).once('close', done).once('error', reject)
  try {
    await promise
  } finally {
    body.off('readable', done).off('end', done).off('close', done).off('error', reject)
  }
}

/** Sends what is on the context, for an error that came when Koa was sending: it does not start again by itself. */
export function sendBody(ctx: KoaContext): void {
  const { body, res } = ctx
  if (ctx.respond === false || ctx.headerSent) return
  if (body === null || body === undefined || ctx.method === 'HEAD') res.end()
  else if (typeof body === 'string' || body instanceof Uint8Array) res.end(body)
  else if (body instanceof Readable) body.pipe(res)
  else res.end(JSON.stringify(body))
}
