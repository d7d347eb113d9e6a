// A process of its own: builds its requests, says `ready`, waits for a line, sends them all and prints what it saw.
import { once } from 'node:events'
import { makeBodies } from './generator/bodies.ts'
import { openConnection, type HttpConnection } from './http-connection.ts'

/** What `load.ts` is told, as JSON in its first argument. */
export interface LoadOrder {
  readonly dsn: string
  readonly seed: number
  readonly rawBytes: number
  readonly count: number
  readonly connections: number
  /** Requests a second, sent by the clock whatever the answers take; absent means as fast as answers come. */
  readonly rate?: number | undefined
}

/** What it prints as its second line. */
export interface LoadReport {
  readonly startedAt: number
  readonly endedAt: number
  readonly sent: number
  readonly byStatus: Readonly<Record<string, number>>
  readonly rawBytes: number
  /** Milliseconds from when a request was due to its answer. */
  readonly ackMs: { readonly p50: number; readonly p99: number; readonly max: number }
}

interface Run {
  readonly requests: readonly (readonly Uint8Array[])[]
  readonly order: LoadOrder
  readonly latencies: number[]
  readonly byStatus: Record<string, number>
  next: number
}

async function main(order: LoadOrder): Promise<void> {
  const dsn = new URL(order.dsn)
  const bodies = [...makeBodies(order)]
  const path = `${dsn.pathname.replace(/\/(\d+)$/, '/api/$1/envelope/')}?sentry_key=${dsn.username}&sentry_version=7`
  const requests = bodies.map((body) => [
    Buffer.from(
      `POST ${path} HTTP/1.1\r\nHost: ${dsn.host}\r\nContent-Type: application/x-sentry-envelope\r\nContent-Encoding: gzip\r\nUser-Agent: sentry.javascript.node/11.12.0\r\nContent-Length: ${body.gzipped.length}\r\n\r\n`,
    ),
    body.gzipped,
  ])
  const connections: HttpConnection[] = []
  for (let n = 0; n < order.connections; n++)
    connections.push(await openConnection(dsn.hostname, Number(dsn.port)))
  process.stdout.write('ready\n')
  await once(process.stdin, 'data')
  const run: Run = { requests, order, latencies: [], byStatus: {}, next: 0 }
  const startedAt = Date.now()
  const began = performance.now()
  await Promise.all(connections.map((connection) => sendAll(connection, run, began)))
  const endedAt = startedAt + (performance.now() - began)
  for (const connection of connections) connection.close()
  const sorted = run.latencies.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const rawBytes = bodies.reduce((sum, body) => sum + body.rawBytes, 0)
  const report: LoadReport = {
    startedAt,
    endedAt,
    sent: requests.length,
    byStatus: run.byStatus,
    rawBytes,
    ackMs: { p50: at(0.5), p99: at(0.99), max: at(1) },
  }
  process.stdout.write(`${JSON.stringify(report)}\n`)
  process.stdin.destroy()
}

async function sendAll(connection: HttpConnection, run: Run, began: number): Promise<void> {
  const { rate } = run.order
  for (;;) {
    const index = run.next++
    const request = run.requests[index]
    if (request === undefined) return
    const due = rate === undefined ? performance.now() : began + (index / rate) * 1000
    const wait = due - performance.now()
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
    const status = await connection.send(request)
    // From when it was due: a server that stalls delays later requests too, and they count.
    run.latencies.push(performance.now() - due)
    run.byStatus[status] = (run.byStatus[status] ?? 0) + 1
  }
}

await main(JSON.parse(process.argv[2] ?? '{}') as LoadOrder)
