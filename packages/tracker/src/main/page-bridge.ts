import type { IncomingMessage, ServerResponse } from 'node:http'
import type { MessagePort } from 'node:worker_threads'
import { peerHeader } from '../web/client-address.ts'

/** A request on its way to the thread that serves pages. */
export interface PageRequest {
  readonly kind: 'request'
  readonly id: number
  readonly method: string
  /** Path and query, as sent. */
  readonly target: string
  readonly headers: readonly (readonly [string, string])[]
  readonly body?: Uint8Array | undefined
}

export type ToPages = PageRequest | { readonly kind: 'abort'; readonly id: number }

/** A response on its way back, in pieces, so that live streams flow. */
export type FromPages =
  | {
      readonly kind: 'head'
      readonly id: number
      readonly status: number
      readonly headers: readonly (readonly [string, string])[]
    }
  | { readonly kind: 'data'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly kind: 'end'; readonly id: number }

/** Bodies of page requests: forms and small JSON. */
const maxBodyBytes = 1024 * 1024
const maxOpen = 512

export interface PageBridgeOptions {
  readonly port: MessagePort
  /** Take the address from X-Forwarded-For. */
  readonly trustProxy: boolean
  /** How long the body of a request may take to arrive. @default 10 s */
  readonly bodyMs?: number | undefined
}

/** Passes requests that are not for the ingest thread to the page thread, and its answers back. */
export class PageBridge {
  readonly #port: MessagePort
  readonly #trustProxy: boolean
  readonly #bodyMs: number
  readonly #open = new Map<number, ServerResponse>()
  #lastId = 0
  #closing = false

  constructor({ port, trustProxy, bodyMs = 10_000 }: PageBridgeOptions) {
    this.#port = port
    this.#trustProxy = trustProxy
    this.#bodyMs = bodyMs
    port.on('message', (message: FromPages) => {
      this.#receive(message)
    })
  }

  handle(req: IncomingMessage, res: ServerResponse): void {
    // Web requests cannot carry it, and echoing what was sent is nothing a page should do.
    if (req.method === 'TRACE') {
      refuse(res, 405, 'The method is not allowed here')
      return
    }
    if (this.#open.size >= maxOpen) {
      refuse(res, 503, 'Too many pages are open at once; try again in a moment')
      return
    }
    if (this.#closing) {
      refuse(res, 503, 'The tracker is stopping')
      return
    }
    const id = ++this.#lastId
    this.#open.set(id, res)
    res.on('close', () => {
      if (this.#open.delete(id)) this.#send({ kind: 'abort', id })
    })
    // Forms are small: who sends one slowly holds a place that others want.
    const slow = setTimeout(() => req.destroy(), this.#bodyMs)
    void readBody(req).then((body) => {
      clearTimeout(slow)
      if (body === 'too-large') refuse(res, 413, `The body is larger than ${maxBodyBytes} bytes`)
      else if (body !== 'aborted') this.#send(this.#request(id, req, body))
    })
  }

  /** Ends the open answers (live streams never end by themselves) and refuses what comes on kept connections. */
  close(): void {
    this.#closing = true
    for (const [id, res] of this.#open) {
      this.#send({ kind: 'abort', id })
      res.end()
    }
    this.#open.clear()
  }

  #request(id: number, req: IncomingMessage, body: Uint8Array | undefined): PageRequest {
    const headers: (readonly [string, string])[] = [[peerHeader, this.#peer(req)]]
    for (let i = 0; i + 1 < req.rawHeaders.length; i += 2) {
      const [name = '', value = ''] = req.rawHeaders.slice(i, i + 2)
      if (name.toLowerCase() !== peerHeader) headers.push([name, value])
    }
    return { kind: 'request', id, method: req.method ?? 'GET', target: req.url ?? '/', headers, body }
  }

  #peer(req: IncomingMessage): string {
    const forwarded = this.#trustProxy ? req.headers['x-forwarded-for'] : undefined
    const [first] = String(forwarded ?? '').split(',')
    return first?.trim() || (req.socket.remoteAddress ?? '')
  }

  #send(message: ToPages): void {
    this.#port.postMessage(message)
  }

  #receive(message: FromPages): void {
    const res = this.#open.get(message.id)
    if (!res) return
    // A second head: the page failed while it streamed. Cutting the connection is how HTTP tells the client so.
    if (message.kind === 'head' && res.headersSent) res.destroy()
    else if (message.kind === 'head') {
      res.writeHead(
        message.status,
        message.headers.flatMap((pair) => [...pair]),
      )
      res.flushHeaders()
    } else if (message.kind === 'data') res.write(message.bytes)
    else {
      this.#open.delete(message.id)
      res.end()
    }
  }
}

async function readBody(req: IncomingMessage): Promise<Uint8Array | undefined | 'too-large' | 'aborted'> {
  if (req.method === 'GET' || req.method === 'HEAD') return undefined
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of req) {
      const bytes: Buffer = Buffer.from(chunk)
      size += bytes.length
      if (size > maxBodyBytes) return 'too-large'
      chunks.push(bytes)
    }
  } catch {
    return 'aborted'
  }
  return new Uint8Array(Buffer.concat(chunks))
}

function refuse(res: ServerResponse, status: number, detail: string): void {
  res.writeHead(status, { 'content-type': 'application/json', connection: 'close' })
  res.end(JSON.stringify({ detail }))
}
