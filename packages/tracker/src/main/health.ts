import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface HealthDeps {
  /** Why requests are not being taken just now; undefined when they are. */
  notReady(): string | undefined
  metrics(): string
  readonly apiToken: string | undefined
}

/** Answers `/health/live`, `/health/ready` and `/metrics`; returns false for any other path. */
export function answerHealth(req: IncomingMessage, res: ServerResponse, deps: HealthDeps): boolean {
  const path = (req.url ?? '').split('?')[0]
  if (path === '/health/live') send(res, 200, 'application/json', '{"status":"ok"}\n')
  else if (path === '/health/ready') {
    const problem = deps.notReady()
    send(
      res,
      problem ? 503 : 200,
      'application/json',
      `${JSON.stringify(problem ? { status: 'not ready', detail: problem } : { status: 'ok' })}\n`,
    )
  } else if (path === '/metrics') {
    if (mayReadMetrics(req, deps.apiToken))
      send(res, 200, 'text/plain; version=0.0.4; charset=utf-8', deps.metrics())
    else
      send(
        res,
        401,
        'application/json',
        '{"detail":"Metrics need the API token, except from this machine"}\n',
      )
  } else return false
  return true
}

/** From this machine no token is needed, unless a proxy passes on what others ask. */
function mayReadMetrics(req: IncomingMessage, apiToken: string | undefined): boolean {
  const peer = req.socket.remoteAddress ?? ''
  const local = peer === '::1' || peer.startsWith('127.') || peer.startsWith('::ffff:127.')
  if (local && req.headers['x-forwarded-for'] === undefined) return true
  const [, given] = /^Bearer (.+)$/i.exec(req.headers.authorization ?? '') ?? []
  return apiToken !== undefined && given !== undefined && timingSafeEqual(sha256(given), sha256(apiToken))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function send(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
  })
  res.end(body)
}
