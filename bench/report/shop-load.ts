import { type HttpConnection, openConnection } from '../http-connection.ts'
import { stayAwakeUntil } from '../stay-awake.ts'

/** What is asked: how many requests, and which of them fail. */
export interface Mix {
  readonly count: number
  /** Every so many requests one fails: 1 for all, Infinity for none. */
  readonly failsEvery: number
}

/** One request under way on each: enough to keep the server busy. */
const connectionCount = 16

const requestTo = (path: string): readonly Buffer[] => [
  Buffer.from(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\n\r\n`),
]
const good = { bytes: requestTo('/ok?user=ada'), status: 200 }
/** In turns, since `@sentry/node` sends an error that is the same as the one before only once. */
const bad = ['/checkout?user=ada', '/refund?user=ada'].map((path) => ({
  bytes: requestTo(path),
  status: 500,
}))

/** Asks as fast as it is answered, and returns the requests a second. @throws {Error} At the first wrong status. */
export async function askAtFullSpeed(port: number, { count, failsEvery }: Mix): Promise<number> {
  const connections = await openAll(port)
  let asked = 0
  const began = performance.now()
  await stayAwakeUntil(
    Promise.all(
      connections.map(async (connection) => {
        while (asked < count) await send(connection, requestNumber(++asked, failsEvery))
      }),
    ),
  )
  const seconds = (performance.now() - began) / 1000
  for (const connection of connections) connection.close()
  return count / seconds
}

/**
 * Asks at a steady rate, whether it is answered in time or not, and returns how long each answer took, in milliseconds
 * since the request was due: waiting for a server that stands still counts.
 */
export async function askSteadily(port: number, rate: number, mix: Mix): Promise<readonly number[]> {
  const connections = await openAll(port)
  const took: number[] = []
  const began = performance.now()
  let asked = 0
  await stayAwakeUntil(
    Promise.all(
      connections.map(async (connection) => {
        while (asked < mix.count) {
          const number = ++asked
          const due = began + (number * 1000) / rate
          while (performance.now() < due) await new Promise((resolve) => setImmediate(resolve))
          await send(connection, requestNumber(number, mix.failsEvery))
          took.push(performance.now() - due)
        }
      }),
    ),
  )
  for (const connection of connections) connection.close()
  return took
}

function openAll(port: number): Promise<readonly HttpConnection[]> {
  return Promise.all(Array.from({ length: connectionCount }, () => openConnection('127.0.0.1', port)))
}

function requestNumber(number: number, failsEvery: number): typeof good {
  return (number % failsEvery === 0 ? bad[(number / failsEvery) % bad.length] : undefined) ?? good
}

async function send(connection: HttpConnection, { bytes, status }: typeof good): Promise<void> {
  const got = await connection.send(bytes)
  if (got !== status) throw new Error(`A shop answered ${got} instead of ${status}`)
}
