import type { MessagePort } from 'node:worker_threads'
import type { FromPages, PageRequest, ToPages } from './page-bridge.ts'

export interface PageServerOptions {
  readonly port: MessagePort
  /** Origin for the URLs of requests; paths come from the request itself. */
  readonly origin: string
  fetch(request: Request): Promise<Response>
  /** Returns the reference. */
  reportError(error: unknown, where: string): string
}

/** The page thread's end of the bridge: turns messages into web requests and streams the responses back. */
export function servePages(options: PageServerOptions): void {
  const { port } = options
  const aborts = new Map<number, AbortController>()
  port.on('message', (message: ToPages) => {
    if (message.kind === 'abort') {
      aborts.get(message.id)?.abort()
      aborts.delete(message.id)
      return
    }
    const abort = new AbortController()
    aborts.set(message.id, abort)
    void answer(message, abort, options).finally(() => aborts.delete(message.id))
  })
}

async function answer(
  message: PageRequest,
  abort: AbortController,
  options: PageServerOptions,
): Promise<void> {
  const { id } = message
  const send = (part: FromPages): void => {
    options.port.postMessage(part)
  }
  try {
    const response = await options.fetch(toRequest(message, abort.signal, options.origin))
    send({ kind: 'head', id, status: response.status, headers: [...response.headers] })
    await stream(response, abort.signal, (bytes) => {
      send({ kind: 'data', id, bytes })
    })
  } catch (error) {
    const reference = options.reportError(error, `${message.method} ${message.target.split('?')[0] ?? ''}`)
    const headers = [
      ['content-type', 'text/plain'],
      ['x-request-error', reference],
    ] as const
    send({ kind: 'head', id, status: 500, headers })
    send({ kind: 'data', id, bytes: new TextEncoder().encode(`Internal error, reference ${reference}\n`) })
  }
  send({ kind: 'end', id })
}

function toRequest(message: PageRequest, signal: AbortSignal, origin: string): Request {
  // A target such as `//host/path` must stay a path: it is joined as text and never resolved against the origin.
  const url = new URL(origin + (message.target.startsWith('/') ? message.target : `/${message.target}`))
  const headers = new Headers()
  for (const [name, value] of message.headers) headers.append(name, value)
  const bodyless = message.method === 'GET' || message.method === 'HEAD' || message.body === undefined
  return new Request(url, {
    method: message.method,
    headers,
    signal,
    ...(bodyless ? {} : { body: new Uint8Array(message.body ?? []) }),
  })
}

async function stream(
  response: Response,
  signal: AbortSignal,
  send: (bytes: Uint8Array) => void,
): Promise<void> {
  if (!response.body) return
  const reader = response.body.getReader()
  const cancel = (): void => void reader.cancel().catch(() => undefined)
  signal.addEventListener('abort', cancel, { once: true })
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      send(value)
    }
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
