import { createEventId } from '@culprit/wire'
import type { ProjectKey } from '../domain/project.ts'
import { accept } from './accept.ts'
import { authenticate, authenticateDsn, contradicts, missingAuth } from './authenticate.ts'
import { type EnvelopeSummary, summariseEnvelope } from './envelope-summary.ts'
import type { Exchange } from './exchange.ts'
import { type Body, readBody } from './read-body.ts'
import { isRefusal, type Refusal } from './refusal.ts'
import { jsonReply, type Reply } from './reply.ts'
import { unwantedOf } from './unwanted.ts'

/** Takes an envelope. Its framing and header lines are read here, its payloads when it is digested. */
export async function takeEnvelope(exchange: Exchange): Promise<Reply | Refusal> {
  const auth = authenticate(exchange)
  if (isRefusal(auth)) return auth
  const { admission } = exchange.deps
  const closed =
    auth.kind === 'known' && !isSmall(exchange) ? admission.check(auth.key) : admission.closedBecause()
  if (closed) return closed
  const body = await readBody(exchange)
  if (isRefusal(body)) return body
  return takeEnvelopeBody(exchange, body, auth.kind === 'known' ? auth.key : undefined)
}

/**
 * Client reports and sessions are small and cost no place under a limit of events, so what may be one is read before
 * it is judged; an event among them is refused by `accept`.
 */
function isSmall({ req }: Exchange): boolean {
  return Number(req.headers['content-length'] ?? Number.NaN) <= 2048
}

/** Takes an envelope whose body was read; without a key its header must name the DSN. */
export async function takeEnvelopeBody(
  exchange: Exchange,
  body: Body,
  known: ProjectKey | undefined,
): Promise<Reply | Refusal> {
  const summary = await summariseEnvelope(body)
  if (isRefusal(summary)) return summary
  describe(exchange, summary)
  const key = known ?? keyOfHeader(exchange, summary)
  if (isRefusal(key)) return key
  const contradiction = known && contradicts(exchange, known, summary.header.dsn)
  if (contradiction) return contradiction
  const eventId = eventIdOf(exchange, summary)
  if (eventId !== undefined) exchange.note.eventId = eventId
  const answer = jsonReply(eventId === undefined ? {} : { id: eventId }, {
    unwanted: isUnwanted(exchange, key, summary) ? unwantedOf(exchange, key) : undefined,
  })
  if (!summary.wanted) {
    drop(exchange, key, summary)
    return answer
  }
  const refusal = await accept(exchange, { key, kind: 'envelope', body, eventId, events: summary.events })
  return refusal ?? answer
}

/** Sessions are counted whether a rule asks for them or not, so that one that is made later can be tried on the past. */
function isUnwanted({ deps }: Exchange, { projectId }: ProjectKey, summary: EnvelopeSummary): boolean {
  return summary.unwanted.size > 0 || (summary.hasSessions && !deps.asksForSessions(projectId))
}

function keyOfHeader(exchange: Exchange, { header }: EnvelopeSummary): ProjectKey | Refusal {
  if (header.dsn === undefined) return missingAuth()
  const key = authenticateDsn(exchange, header.dsn)
  return isRefusal(key) ? key : (exchange.deps.admission.check(key) ?? key)
}

function describe({ note }: Exchange, { header, types }: EnvelopeSummary): void {
  note.items = types
  if (header.sdk?.name === undefined) return
  note.client = `${header.sdk.name.slice(0, 100)}/${header.sdk.version?.slice(0, 50) ?? ''}`
}

/** The header's id wins over the payload's, so that the answer names what will be stored. */
function eventIdOf({ deps }: Exchange, { header, payloadId, hasEvent }: EnvelopeSummary): string | undefined {
  return header.eventId ?? payloadId ?? (hasEvent ? createEventId(deps.random) : undefined)
}

/** Counts an envelope that holds only what we have no use for; an empty one costs nothing. */
function drop({ deps, note }: Exchange, { projectId }: ProjectKey, { unwanted }: EnvelopeSummary): void {
  for (const [category, quantity] of unwanted)
    deps.outcomes.add({ projectId, reason: 'unsupported-item', category, quantity })
  if (unwanted.size > 0) note.reason = 'nothing in it is of use to an error tracker; counted and dropped'
}
