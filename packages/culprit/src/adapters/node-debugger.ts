import type { IncomingMessage } from 'node:http'
import { type DebuggerRequest, debuggerPath, type ErrorDebugger } from '../handlers/error-debugger.ts'
import type { NodeExchange } from './node-request.ts'
import { breakResponse, writeAnswer } from './node-response.ts'

/** What is asked whether errors are debugged. */
export interface Debuggable {
  readonly debugger: Pick<ErrorDebugger<never>, 'serve'> | undefined
}

/**
 * Hands a request below `/-/culprit/` to the debugger, and returns whether it did: everything else, and all while
 * debugging is off, is the application's. Called before anything of the application sees the request.
 */
export function serveDebugger({ debugger: found }: Debuggable, exchange: NodeExchange): boolean {
  if (found === undefined || exchange.req.url?.startsWith(debuggerPath) !== true) return false
  void answer(found, exchange)
  return true
}

async function answer(found: Pick<ErrorDebugger<never>, 'serve'>, exchange: NodeExchange): Promise<void> {
  try {
    const reply = await found.serve(debuggerRequest(exchange.req))
    exchange.res.statusCode = 200
    await writeAnswer(reply, exchange)
  } catch {
    // The client left while its request was read.
    breakResponse(exchange.res)
  }
}

function debuggerRequest(req: NodeExchange['req']): DebuggerRequest {
  const { method = 'GET', url = '/', originalUrl = url, headers, socket } = req
  return {
    method: method.toUpperCase(),
    target: url,
    mount: originalUrl.endsWith(url) ? originalUrl.slice(0, originalUrl.length - url.length) : '',
    header: (name) => headerOf(headers[name]),
    remoteAddress: socket.remoteAddress ?? '',
    body: (maxBytes) => readBody(req, maxBytes),
  }
}

/** Of a header that comes several times the first would be a guess, so it counts as none that anybody knows. */
function headerOf(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' || value === undefined ? value : value.join(', ')
}

async function readBody(req: IncomingMessage, maxBytes: number): Promise<Uint8Array | undefined> {
  if (req.readableEnded) return parsedBody(req, maxBytes)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of req as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    if (length > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** An application around this one may have parsed the body already. */
function parsedBody(
  req: IncomingMessage & { readonly body?: unknown },
  maxBytes: number,
): Uint8Array | undefined {
  const bytes = Buffer.from(JSON.stringify(req.body ?? null))
  return bytes.length > maxBytes ? undefined : bytes
}
