import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { inspect } from 'node:util'
import { writeAnswer } from '../../adapters/node-response.ts'

/** Node's own request and response, as `@hono/node-server` hands them on. */
interface NodeEnvironment {
  readonly incoming: IncomingMessage
  readonly outgoing: ServerResponse
}

/** A web-standard handler: `fetch` of a Hono application, or what `culprit/fetch` wraps. */
export type FetchHandler = (request: Request, env: NodeEnvironment) => Response | Promise<Response>

/** Returns a listener of `node:http` for a web-standard handler, for development: simple rather than fast. */
export function fetchListener(handler: FetchHandler): RequestListener {
  return (incoming, outgoing) => void answer(handler, { incoming, outgoing })
}

async function answer(handler: FetchHandler, env: NodeEnvironment): Promise<void> {
  const { incoming: req, outgoing: res } = env
  try {
    const response: unknown = await handler(toRequest(env), env)
    if (!(response instanceof Response))
      throw new TypeError(`The handler returned no Response but ${inspect(response)}`)
    await writeAnswer({ kind: 'response', response }, { req, res })
  } catch (error) {
    process.stderr.write(`${inspect(error)}\n`)
    if (res.headersSent) res.destroy()
    else res.writeHead(500, { 'content-type': 'text/plain; charset=utf-8' }).end('Internal Server Error\n')
  }
}

function toRequest({ incoming, outgoing }: NodeEnvironment): Request {
  const { method = 'GET', url = '/', headers, socket } = incoming
  const scheme = 'encrypted' in socket ? 'https' : 'http'
  const gone = new AbortController()
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) gone.abort()
  })
  const list = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one): [string, string] => [name, one]),
  )
  const hasBody = method !== 'GET' && method !== 'HEAD'
  return new Request(new URL(url, `${scheme}://${headers.host ?? 'localhost'}`), {
    method,
    headers: list.filter(([name]) => !name.startsWith(':')),
    signal: gone.signal,
    ...(hasBody && { body: Readable.toWeb(incoming) as BodyInit, duplex: 'half' }),
  } as RequestInit)
}
