import { createHash } from 'node:crypto'
import { parseEventId, wireLimits } from '@culprit/wire'
import { isDecodeRefusal } from '../encoding/content-encoding.ts'
import { decodeStoreBody } from '../encoding/store-body.ts'
import { parseSentJson } from '../encoding/store-body-json.ts'
import type { Json } from '../domain/json.ts'
import type { SentJsonEvent } from './normalise.ts'
import type { EventFacts } from './normalise/event-facts.ts'
import { isObject } from './normalise/sent.ts'
import { drop, ok, type StepResult } from './step.ts'

/** An event as it lies in the spool, and what is known of it besides. */
export interface RawEvent {
  readonly facts: Omit<EventFacts, 'eventId'>
  /** The id that the request or the envelope named; it wins over the payload's. */
  readonly eventId?: string | undefined
  /** Text that is the same each time this event is read; the id is made from it when none was sent. */
  readonly seed: string
  readonly body: RawBody
}

/** JSON text, JSON text as the store endpoint takes it (base64 of zlib included), or JSON that is parsed already. */
type RawBody =
  | { readonly kind: 'json-text' | 'store'; readonly bytes: Uint8Array }
  | { readonly kind: 'json'; readonly value: Json }

/** Returns the JSON object that an event is, with its id. What is none, too large, or a transaction is dropped. */
export function decodeEvent(raw: RawEvent): StepResult<SentJsonEvent> {
  const parsed = parseBody(raw.body)
  if (parsed.kind !== 'ok') return parsed
  const sent = parsed.value
  if (!isObject(sent)) return drop('invalid-event', 'The event is no JSON object.')
  if (sent['type'] === 'transaction') return drop('unsupported-item', 'Transactions are not kept.')
  const eventId = raw.eventId ?? parseEventId(sent['event_id']) ?? derivedEventId(raw.seed)
  return ok({ facts: { ...raw.facts, eventId }, sent })
}

/** Returns the id made from a text: the same text gives the same id, so that reading twice counts once. */
function derivedEventId(seed: string): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, 32)
}

function parseBody(body: RawBody): StepResult<Json> {
  if (body.kind === 'json') return ok(body.value)
  const limit = wireLimits.eventBytes
  const bytes = body.kind === 'store' ? decodeStoreBody(body.bytes, limit) : body.bytes
  if (isDecodeRefusal(bytes))
    return drop(bytes.refusal === 'too-large' ? 'too-large' : 'malformed', bytes.detail)
  if (bytes.length > limit) return drop('too-large', `The event is larger than ${limit} bytes.`)
  const sent = parseSentJson(bytes)
  // JSON.parse returns JSON values and nothing else.
  return sent.kind === 'json' ? ok(sent.value as Json) : drop('invalid-event', sent.detail)
}
