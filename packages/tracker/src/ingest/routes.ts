import type { IncomingMessage, ServerOptions, ServerResponse } from 'node:http'
import { takeAttachments } from './attachments-endpoint.ts'
import { takeAndDrop } from './dropped-endpoint.ts'
import { takeEnvelope } from './envelope-endpoint.ts'
import { answerErrorPage } from './error-page-endpoint.ts'
import type { Exchange, RequestNote } from './exchange.ts'
import { answerHealthcheck } from './health-endpoint.ts'
import type { IngestDeps } from './ingest-deps.ts'
import { createKeyIndex } from './key-index.ts'
import { type Endpoint, isIngestPath, matchRoute, type Route } from './match-route.ts'
import { takeMinidump } from './minidump-endpoint.ts'
import { clientAborted } from './read-body.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import type { Reply } from './reply.ts'
import { takeSecurityReport } from './security-endpoint.ts'
import { sendPreflight, sendRefusal, sendReply } from './send-reply.ts'
import { takeStore } from './store-endpoint.ts'

/**
 * What the HTTP server that these endpoints live in should be made with: a request has a minute to arrive, its
 * headers 20 seconds; 64 KiB of headers, since an event may come in a GET's URL.
 */
export const serverOptions: ServerOptions = {
  requestTimeout: 60_000,
  headersTimeout: 20_000,
  keepAliveTimeout: 75_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 64 * 1024,
  noDelay: true,
}

interface EndpointRow {
  readonly methods: readonly string[]
  readonly answer: (exchange: Exchange) => Promise<Reply | Refusal>
}

const post = ['POST']
const getOrPost = ['GET', 'POST']

/** Who answers what. */
const endpoints: Readonly<Record<Endpoint, EndpointRow>> = {
  envelope: { methods: post, answer: takeEnvelope },
  store: { methods: getOrPost, answer: takeStore },
  security: { methods: post, answer: takeSecurityReport },
  minidump: { methods: post, answer: takeMinidump },
  attachments: { methods: post, answer: takeAttachments },
  'error-page': { methods: getOrPost, answer: answerErrorPage },
  nel: { methods: post, answer: takeAndDrop },
  unreal: { methods: post, answer: takeAndDrop },
  cron: { methods: getOrPost, answer: takeAndDrop },
  otlp: { methods: post, answer: takeAndDrop },
  playstation: { methods: post, answer: takeAndDrop },
  live: { methods: ['GET', 'HEAD'], answer: answerHealthcheck },
  ready: { methods: ['GET', 'HEAD'], answer: answerHealthcheck },
}

/** Answers a request and returns true, or returns false when its path is not one of the protocol. */
export type IngestHandler = (req: IncomingMessage, res: ServerResponse) => boolean

/**
 * Returns the handler of the ingest endpoints. It answers every request of the protocol, whatever happens, and notes
 * each one in the log; what it refuses is counted by reason.
 */
export function createIngest(deps: IngestDeps): IngestHandler {
  const findKey = createKeyIndex(deps.directory)
  return (req, res) => {
    const target = req.url ?? ''
    const prefix = basePath(deps)
    const route = matchRoute(target, prefix)
    if (!route && !isIngestPath(target, prefix)) return false
    if (req.method === 'OPTIONS') {
      sendPreflight(res)
      return true
    }
    const question = target.indexOf('?')
    const query = new URLSearchParams(question < 0 ? '' : target.slice(question + 1))
    const note: RequestNote = { bytes: 0, items: [], category: 'error' }
    const facts = { req, query, received: deps.clock(), deps, findKey, note }
    const exchange: Exchange = { ...facts, route: route ?? unknownRoute }
    if (!route) {
      finish(exchange, res, refuse(404, 'malformed', 'there is no such endpoint'))
      return true
    }
    // Never rejects: `answer` turns every error into a refusal.
    void answer(exchange, endpoints[route.endpoint]).then((result) => {
      // Before an answer is held, so that none keeps memory from other requests.
      deps.admission.giveBack(note.bytes)
      const held = note.spooledFor === undefined ? undefined : deps.hold.wait(note.spooledFor)
      if (held) void held.then(() => finish(exchange, res, result)) // Never rejects.
      else finish(exchange, res, result)
    })
    return true
  }
}

const unknownRoute: Route = { endpoint: 'envelope', pathProject: '' }

async function answer(exchange: Exchange, { methods, answer: take }: EndpointRow): Promise<Reply | Refusal> {
  const { req, deps, route } = exchange
  if (!methods.includes(req.method ?? ''))
    return refuse(405, 'malformed', `the method is not allowed here, only ${methods.join(' and ')}`)
  try {
    return await take(exchange)
  } catch (error) {
    deps.onError(error, `ingest ${route.endpoint}`)
    return refuse(500, 'internal', 'internal error')
  }
}

function finish(exchange: Exchange, res: ServerResponse, result: Reply | Refusal): void {
  const { deps, note } = exchange
  if (isRefusal(result))
    deps.outcomes.add({
      projectId: note.projectId ?? 0,
      reason: result.reason,
      category: note.category,
      quantity: 1,
    })
  record(exchange, result)
  if (result === clientAborted || res.destroyed) res.destroy()
  else if (isRefusal(result)) sendRefusal(res, result)
  else sendReply(res, result)
}

function record({ deps, note, route, received }: Exchange, result: Reply | Refusal): void {
  if (route.endpoint === 'live' || route.endpoint === 'ready') return
  deps.log.add({
    at: received,
    projectId: note.projectId,
    pathProject: route.pathProject.slice(0, 40),
    endpoint: route === unknownRoute ? 'unknown' : route.endpoint,
    client: note.client,
    status: result.status,
    bytes: note.bytes,
    eventId: note.eventId,
    items: note.items,
    reason: isRefusal(result) ? [result.detail, ...(result.causes ?? [])].join(': ') : note.reason,
    dsnSeen: note.dsnSeen,
  })
}

/** The path that a proxy serves the tracker under, if any; the base URL is known only once the server listens. */
function basePath({ baseUrl }: IngestDeps): string {
  const url = baseUrl()
  const start = url.indexOf('/', url.indexOf('://') + 3)
  return start < 0 ? '' : url.slice(start)
}
