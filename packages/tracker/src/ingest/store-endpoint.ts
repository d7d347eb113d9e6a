import { createEventId, parseEventId, wireLimits } from '@culprit/wire'
import { isDecodeRefusal } from '../encoding/content-encoding.ts'
import { decodeStoreBody } from '../encoding/store-body.ts'
import { parseSentJson } from '../encoding/store-body-json.ts'
import { accept } from './accept.ts'
import { requireKey } from './authenticate.ts'
import { takeEnvelopeBody } from './envelope-endpoint.ts'
import { type Exchange, headerOf } from './exchange.ts'
import { type Body, decodeSmall, readBody, toRefusal } from './read-body.ts'
import { isRefusal, refuse, type Refusal } from './refusal.ts'
import { jsonReply, type Reply, reply } from './reply.ts'
import { unwantedOf } from './unwanted.ts'

/** The smallest transparent GIF: what an image that carries an event in its URL gets back. */
const pixel: Uint8Array = Buffer.from('R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=', 'base64')

/** Takes an event as JSON, in any of the forms that clients of the last ten years send it in. */
export async function takeStore(exchange: Exchange): Promise<Reply | Refusal> {
  const key = requireKey(exchange)
  if (isRefusal(key)) return key
  const closed = exchange.deps.admission.check(key)
  if (closed) return closed
  const image = exchange.req.method === 'GET'
  const body = image ? bodyOfQuery(exchange) : await readBody(exchange)
  if (isRefusal(body)) return body
  if (headerOf(exchange.req, 'content-type')?.startsWith('application/x-sentry-envelope'))
    return takeEnvelopeBody(exchange, body, key)
  const event = eventOf(body)
  if (isRefusal(event)) return event
  const eventId = event.eventId ?? createEventId(exchange.deps.random)
  exchange.note.eventId = eventId
  exchange.note.items = [event.type]
  const answer = image
    ? reply(200, 'image/gif', pixel)
    : jsonReply(
        { id: eventId },
        {
          unwanted: event.type === 'transaction' ? unwantedOf(exchange, key) : undefined,
        },
      )
  if (event.type === 'transaction') {
    exchange.deps.outcomes.add({
      projectId: key.projectId,
      reason: 'unsupported-item',
      category: 'transaction',
      quantity: 1,
    })
    return answer
  }
  return (await accept(exchange, { key, kind: 'event', body, eventId, events: 1 })) ?? answer
}

function bodyOfQuery({ query }: Exchange): Body | Refusal {
  const data = query.get('sentry_data')
  if (!data) return refuse(400, 'malformed', 'missing sentry_data')
  // A plus sign that was not escaped arrives as a blank.
  return { bytes: Buffer.from(data.replaceAll(' ', '+')), encoding: '' }
}

interface StoreEvent {
  readonly type: 'event' | 'transaction'
  readonly eventId: string | undefined
}

function eventOf(body: Body): StoreEvent | Refusal {
  // Base64 of an event may be a third longer than the event; its own limit is checked after that.
  const bytes = decodeSmall(body, wireLimits.eventBytes * 2)
  if (isRefusal(bytes)) return bytes
  const text = decodeStoreBody(bytes, wireLimits.eventBytes)
  if (isDecodeRefusal(text)) return toRefusal(text)
  if (text.length === 0) return refuse(400, 'malformed', 'empty body')
  const parsed = parseSentJson(text)
  if (parsed.kind === 'invalid')
    return { ...refuse(400, 'malformed', 'invalid JSON'), causes: [parsed.detail] }
  const { value } = parsed
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(400, 'malformed', 'the event is no JSON object')
  const sentId = 'event_id' in value ? value.event_id : undefined
  const eventId = parseEventId(sentId)
  if (eventId === undefined && sentId !== undefined && sentId !== null)
    return refuse(400, 'malformed', 'invalid event id')
  return { type: 'type' in value && value.type === 'transaction' ? 'transaction' : 'event', eventId }
}
