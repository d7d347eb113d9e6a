import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as it arrived. */
export interface SunkRequest {
  readonly method: string
  /** Path with query. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** How a sink answers. `slow` never does; `endless` begins an answer and never ends it; `stuck` begins one and stops. */
export type SinkAnswer =
  | {
      readonly status: number
      readonly headers?: Readonly<Record<string, string>> | undefined
      readonly body?: string | undefined
    }
  | 'slow'
  | 'endless'
  | 'stuck'
  | 'hang-up'

/** A real HTTP server that keeps what it is sent. */
export interface HttpSink {
  /** `http://127.0.0.1:40123`. */
  readonly url: string
  readonly port: number
  readonly requests: readonly SunkRequest[]
  /** Bytes of endless answers that clients took. */
  readonly bytesTaken: number
  /** Changes how it answers from now on. */
  answer(answer: SinkAnswer): void
  close(): Promise<void>
}

/** Starts a server on a free port of the loopback address that answers 200 `ok` until told otherwise. */
export async function createHttpSink(): Promise<HttpSink> {
  const requests: SunkRequest[] = []
  let current: SinkAnswer = { status: 200, body: 'ok' }
  let bytesTaken = 0
  const server = createServer((req, res) => {
    void readBody(req).then((body) => {
      requests.push({ method: req.method ?? '', target: req.url ?? '', headers: req.headers, body })
      give(current, req, res, (bytes) => (bytesTaken += bytes))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    requests,
    get bytesTaken() {
      return bytesTaken
    },
    answer(answer) {
      current = answer
    },
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function readBody(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

function give(
  answer: SinkAnswer,
  req: IncomingMessage,
  res: ServerResponse,
  onTaken: (bytes: number) => void,
): void {
  if (answer === 'slow') return
  if (answer === 'hang-up') {
    req.socket.destroy()
    return
  }
  if (answer === 'stuck') {
    res.writeHead(200)
    res.write('begun')
    return
  }
  if (answer === 'endless') {
    res.writeHead(200)
    const chunk = Buffer.alloc(64 * 1024, 'x')
    const more = (): void => {
      if (res.destroyed) return
      onTaken(chunk.length)
      if (res.write(chunk)) setImmediate(more)
      else res.once('drain', more)
    }
    more()
    return
  }
  res.writeHead(answer.status, answer.headers ?? {})
  res.end(answer.body ?? '')
}
