import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { decodeEnvelope, type Envelope } from '@culprit/wire'

/** One request that a report server got. */
export interface ReceivedPost {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  /** Bytes of the body as sent. */
  readonly bytes: number
  readonly envelope: Envelope
}

/** What to answer to a post; `silent` never answers. */
export type PlannedAnswer =
  | {
      readonly status: number
      readonly headers?: Readonly<Record<string, string>>
      readonly delayMs?: number
      /** The answer waits for it. */
      readonly after?: Promise<unknown>
    }
  | 'silent'
  | 'reset'

/** A server that takes envelopes and says what it is told to. */
export interface ReportServer extends AsyncDisposable {
  readonly port: number
  readonly dsn: string
  readonly posts: readonly ReceivedPost[]
  /** Connections that were made so far. */
  readonly connections: number
  /** Called for each post. @default 200 */
  answer: (post: ReceivedPost) => PlannedAnswer
  /** The ids of the events that got a 2xx, in their order. */
  readonly taken: readonly string[]
  /** What client reports said, by `reason category`. */
  readonly losses: Readonly<Record<string, number>>
  stop(): Promise<void>
}

/** What kind of server. */
export interface ReportServerOptions {
  readonly port?: number | undefined
  readonly tls?: { readonly key: string; readonly cert: string } | undefined
  /** Milliseconds an idle connection is kept. */
  readonly keepAliveTimeout?: number | undefined
}

const key = 'a'.repeat(32)

/** Starts a report server on 127.0.0.1. */
export async function startReportServer(options: ReportServerOptions = {}): Promise<ReportServer> {
  const posts: ReceivedPost[] = []
  const taken: string[] = []
  const losses: Record<string, number> = {}
  const sockets = new Set<Socket>()
  let connections = 0
  const listener: RequestListener = (request, response) => {
    void readBody(request).then((body) => {
      const plain = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body
      const path = request.url ?? ''
      const post = { path, headers: request.headers, bytes: body.length, envelope: decodeEnvelope(plain) }
      posts.push(post)
      const answer = reportServer.answer(post)
      if (answer === 'silent') return
      if (answer === 'reset') return void request.socket.destroy()
      if (answer.status < 300) note(post.envelope, taken, losses)
      const send = (): void => {
        response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers })
        response.end('{}')
      }
      void Promise.resolve(answer.after).then(() => setTimeout(send, answer.delayMs ?? 0))
    })
  }
  const server: Server =
    options.tls === undefined ? createServer(listener) : createSecureServer(options.tls, listener)
  if (options.keepAliveTimeout !== undefined) server.keepAliveTimeout = options.keepAliveTimeout
  server.on(options.tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  const scheme = options.tls === undefined ? 'http' : 'https'
  const reportServer: ReportServer = {
    port,
    dsn: `${scheme}://${key}@127.0.0.1:${port}/7`,
    posts,
    taken,
    losses,
    get connections() {
      return connections
    },
    answer: () => ({ status: 200 }),
    stop,
    [Symbol.asyncDispose]: stop,
  }
  return reportServer
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

function note({ header, items }: Envelope, taken: string[], losses: Record<string, number>): void {
  if (header.eventId !== undefined) taken.push(header.eventId)
  for (const item of items) {
    if (item.header.type !== 'client_report') continue
    const report: unknown = JSON.parse(Buffer.from(item.payload).toString('utf8'))
    for (const { reason, category, quantity } of (report as ClientReport).discarded_events) {
      const name = `${reason} ${category}`
      losses[name] = (losses[name] ?? 0) + quantity
    }
  }
}

interface ClientReport {
  readonly discarded_events: readonly {
    readonly reason: string
    readonly category: string
    readonly quantity: number
  }[]
}
