import { type DebuggerRequest, debuggerPath } from '../handlers/error-debugger.ts'
import { nodeExchangeOf } from './fetch-outgoing.ts'
import type { Debuggable } from './node-debugger.ts'
import { toWebResponse } from './web-response.ts'

/**
 * Returns the debugger's answer to a web-standard request below `/-/culprit/`; undefined for all others, and while
 * debugging is off. Called before anything of the application sees the request.
 *
 * @param environment what the runtime gave the handler; the address of the socket is known where node's request is in it
 */
export function debuggerResponse(
  { debugger: found }: Debuggable,
  request: Request,
  environment: unknown,
): Promise<Response> | undefined {
  if (found === undefined || !request.url.includes(debuggerPath)) return undefined
  const url = new URL(request.url)
  if (!url.pathname.startsWith(debuggerPath)) return undefined
  return found
    .serve(debuggerRequest(request, url, environment))
    .then((reply) => toWebResponse(reply, request.method))
}

function debuggerRequest(request: Request, url: URL, environment: unknown): DebuggerRequest {
  return {
    method: request.method.toUpperCase(),
    target: url.pathname + url.search,
    mount: '',
    // Runtimes differ in whether they show the header; the URL is made of it.
    header: (name) => request.headers.get(name) ?? (name === 'host' ? url.host : undefined),
    remoteAddress: nodeExchangeOf(environment)?.req.socket.remoteAddress,
    body: (maxBytes) => readBody(request, maxBytes),
  }
}

async function readBody({ body }: Request, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  if (body === null) return new Uint8Array()
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    length += chunk.byteLength
    if (length > maxBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
