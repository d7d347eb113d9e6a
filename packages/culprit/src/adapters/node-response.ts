import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServerHttp2Stream } from 'node:http2'
import type { Answer, HeaderList, Reply } from '../handlers/answer.ts'
import { isStaleHeader } from '../http/stale-headers.ts'
import { groupHeaders, isAdded, joinVary } from './grouped-headers.ts'
import { mustClose, type NodeExchange } from './node-request.ts'

/**
 * Takes back what the failed handler had prepared: the status is 200 again and headers that describe the body that
 * will not come are gone, while cookies, CORS and security headers stay. Must not be called after the headers were sent.
 */
export function resetResponse(res: ServerResponse): void {
  res.statusCode = 200
  clearReason(res)
  for (const name of res.getHeaderNames()) if (isStaleHeader(name)) res.removeHeader(name)
  if (mustClose(res.req)) res.setHeader('Connection', 'close')
}

/**
 * Puts an answer on the wire. HEAD gets the headers alone. Does nothing when the headers were sent already, nor for a
 * native answer, which the framework sends. Only a web `Response` is waited for, so only then a promise is returned; at
 * most one chunk of its body waits for a client that reads slowly.
 *
 * @throws when a header is refused by `node:http`; the promise rejects when the body fails. The connection is still open.
 */
export function writeAnswer(answer: Answer, { req, res }: NodeExchange): Promise<void> | undefined {
  if (answer.kind === 'none') res.destroy()
  if (answer.kind === 'native' || answer.kind === 'none' || res.headersSent) return
  if (answer.kind === 'response') return writeWebResponse(answer.response, req, res)
  writeReply(answer, req, res)
  return
}

/** What is sent when even the answer to an error cannot be written. It cannot fail. */
export function writeLastResort(res: ServerResponse): void {
  if (res.headersSent) return
  for (const name of res.getHeaderNames()) res.removeHeader(name)
  res.statusCode = 500
  clearReason(res)
  res.setHeader('Content-Type', 'text/plain; charset=utf-8')
  res.setHeader('X-Content-Type-Options', 'nosniff')
  res.end('Internal Server Error\n')
}

/**
 * Breaks the connection of a response that was begun and cannot be completed: an end without the last chunk is the only
 * way to tell the client. One turn later, since what was written in this turn is still corked and should arrive.
 */
export function breakResponse(res: ServerResponse): void {
  if (!res.writableEnded) setImmediate(() => breakNow(res))
}

/** In HTTP/2 the stream alone, with a code: one that is destroyed without an error looks complete to many clients. */
function breakNow(res: ServerResponse & { readonly stream?: ServerHttp2Stream | undefined }): void {
  if (res.stream === undefined) res.destroy()
  else res.stream.close(http2InternalError)
}

/** INTERNAL_ERROR of RFC 9113 section 7. */
const http2InternalError = 2

function writeReply(reply: Reply, req: IncomingMessage, res: ServerResponse): void {
  // A handler that sets a status on the response and returns the body alone means that status; DSP-9 is about the error's.
  if (reply.status !== 200) res.statusCode = reply.status
  writeHeaders(reply.headers, res)
  if (req.method === 'HEAD') {
    if (reply.body !== null && !res.hasHeader('content-length')) {
      res.setHeader('Content-Length', Buffer.byteLength(reply.body))
    }
    res.end()
  } else if (reply.body === null) res.end()
  else res.end(reply.body)
}

async function writeWebResponse(
  response: Response,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  res.statusCode = response.status
  setReason(res, response.statusText)
  writeHeaders([...response.headers], res)
  const { body } = response
  if (body === null || req.method === 'HEAD') {
    // The source is told that nobody will read it; whether that fails is of no interest to this answer.
    body?.cancel().catch(() => {})
    res.end()
    return
  }
  // Sent before the first chunk, as a failing source must break a response, not replace it.
  res.flushHeaders()
  for await (const chunk of body) {
    if (!res.write(chunk) && !res.destroyed) await writable(res)
    // Leaving the loop tells the source that its reader is gone.
    if (res.destroyed) return
  }
  res.end()
}

/** Waits until the client has taken what was written, or is gone. */
function writable(res: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      res.off('drain', done)
      res.off('close', done)
      resolve()
    }
    res.on('drain', done)
    res.on('close', done)
  })
}

/** The empty one stands for the standard phrase; most responses have no other, and one more member costs time. */
function clearReason(res: ServerResponse): void {
  if (res.req.httpVersionMajor < 2 && res.statusMessage) res.statusMessage = ''
}

/** HTTP/2 has no reason phrase, and Node warns of one. */
function setReason(res: ServerResponse, reason: string): void {
  if (res.req.httpVersionMajor < 2) res.statusMessage = reason
}

/** A field that the response has already is replaced, except cookies and `Vary`, which are about the rest of it too. */
function writeHeaders(headers: HeaderList, res: ServerResponse): void {
  for (const field of groupHeaders(headers)) {
    const name = field[0]
    const value = field[1]
    // The id is there already as a rule; asking costs less than setting it again.
    if (!isAdded(name)) {
      if (name !== 'X-Request-Error' || res.getHeader('x-request-error') !== value) res.setHeader(name, value)
    } else if (name.length === 'Vary'.length) addVary(res, value)
    else res.appendHeader(name, value)
  }
}

function addVary(res: ServerResponse, value: string | readonly string[]): void {
  res.setHeader('Vary', joinVary(String(res.getHeader('Vary') ?? ''), value))
}
