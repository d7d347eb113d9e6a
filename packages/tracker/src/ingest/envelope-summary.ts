import {
  categoryOfItem,
  createEnvelopeDecoder,
  type DataCategory,
  decodeEnvelope,
  type EnvelopeDecoder,
  type EnvelopeHeader,
  parseEventId,
  WireError,
  wireLimits,
} from '@culprit/wire'
import { decodeBody, decodePieces, isDecodeRefusal } from '../encoding/content-encoding.ts'
import { parseSentJson } from '../encoding/store-body-json.ts'
import { type Body, decodeAtOnceBytes, toRefusal } from './read-body.ts'
import { refuse, type Refusal } from './refusal.ts'

/** What admission must know of an envelope: that it is one, what it holds, and which id its answer carries. */
export interface EnvelopeSummary {
  readonly header: EnvelopeHeader
  /** Item types in order, each once, at most 20. */
  readonly types: readonly string[]
  /** Items that become events or reports. */
  readonly events: number
  /** True when at least one item is of use. */
  readonly wanted: boolean
  /** Items of no use, by category. */
  readonly unwanted: ReadonlyMap<DataCategory, number>
  readonly hasSessions: boolean
  /** True when there is something that an id belongs to. */
  readonly hasEvent: boolean
  /** The id inside the first event, looked for only when the header has none. */
  readonly payloadId?: string | undefined
}

const wantedTypes: ReadonlySet<string> = new Set([
  'event',
  'security',
  'raw_security',
  'user_report',
  'feedback',
  'client_report',
  'attachment',
  'session',
  'sessions',
])
const countedTypes: ReadonlySet<string> = new Set([
  'event',
  'security',
  'raw_security',
  'user_report',
  'feedback',
])
const typesWithId: ReadonlySet<string> = new Set([
  'event',
  'security',
  'raw_security',
  'feedback',
  'transaction',
])
const maxTypes = 20

/**
 * Returns the summary of an envelope, or why it is none. What decodes to little is decoded at once; of anything
 * larger only header lines and one event are held, so that a bomb costs bounded memory.
 */
export async function summariseEnvelope(body: Body): Promise<EnvelopeSummary | Refusal> {
  if (body.bytes.length === 0) return refuse(400, 'malformed', 'empty body')
  try {
    const limitBytes = body.encoding === '' ? wireLimits.envelopeBytes : decodeAtOnceBytes
    const decoded = decodeBody(body.bytes, body.encoding, limitBytes)
    if (!isDecodeRefusal(decoded)) return summariseBytes(decoded)
    return decoded.refusal === 'too-large' && body.encoding !== ''
      ? await summarisePieces(body)
      : toRefusal(decoded)
  } catch (error) {
    if (!(error instanceof WireError)) throw error
    const refusal =
      error.code === 'too-large'
        ? refuse(413, 'too-large', error.message)
        : refuse(400, 'malformed', `invalid envelope: ${error.message}`)
    return error.cause instanceof Error
      ? { ...refusal, causes: [error.cause.message.slice(0, 300)] }
      : refusal
  }
}

function summariseBytes(bytes: Uint8Array): EnvelopeSummary {
  const { header, items } = decodeEnvelope(bytes)
  const tally = new Tally()
  for (const item of items) tally.add(item.header.type)
  const event = header.eventId === undefined ? items.find((item) => item.header.type === 'event') : undefined
  return tally.summary(header, event?.payload)
}

async function summarisePieces(body: Body): Promise<EnvelopeSummary | Refusal> {
  const reader = new PieceReader()
  const refusal = await decodePieces(body.bytes, {
    encoding: body.encoding,
    limitBytes: wireLimits.envelopeBytes,
    onPiece: (piece) => reader.push(piece),
  })
  return refusal ? toRefusal(refusal) : reader.end()
}

class Tally {
  readonly #types = new Set<string>()
  readonly #unwanted = new Map<DataCategory, number>()
  #events = 0
  #wanted = false
  #hasEvent = false
  #hasSessions = false

  add(type: string): void {
    if (this.#types.size < maxTypes) this.#types.add(type.slice(0, 40))
    if (countedTypes.has(type)) this.#events += 1
    if (typesWithId.has(type)) this.#hasEvent = true
    if (type === 'session' || type === 'sessions') this.#hasSessions = true
    if (wantedTypes.has(type)) this.#wanted = true
    else this.#unwanted.set(categoryOfItem(type), (this.#unwanted.get(categoryOfItem(type)) ?? 0) + 1)
  }

  summary(header: EnvelopeHeader, event: Uint8Array | undefined): EnvelopeSummary {
    return {
      header,
      types: [...this.#types],
      events: this.#events,
      wanted: this.#wanted,
      unwanted: this.#unwanted,
      hasSessions: this.#hasSessions,
      hasEvent: this.#hasEvent,
      payloadId: event && idInside(event),
    }
  }
}

/** Reads an envelope that arrives in pieces; holds a header line, and the first event when the header has no id. */
class PieceReader {
  readonly #decoder: EnvelopeDecoder = createEnvelopeDecoder()
  readonly #tally = new Tally()
  readonly #event: Uint8Array[] = []
  #header: EnvelopeHeader | undefined
  #collecting: 'not-yet' | 'now' | 'done' = 'not-yet'

  push(piece: Uint8Array): void {
    this.#decoder.push(piece)
    this.#drain()
  }

  end(): EnvelopeSummary | Refusal {
    this.#decoder.end()
    this.#drain()
    if (!this.#header) return refuse(400, 'malformed', 'empty body')
    return this.#tally.summary(
      this.#header,
      this.#collecting === 'not-yet' ? undefined : Buffer.concat(this.#event),
    )
  }

  #drain(): void {
    for (;;) {
      const step = this.#decoder.next()
      if (step.kind === 'need-data' || step.kind === 'end') return
      if (step.kind === 'header') this.#header = step.header
      else if (step.kind === 'item') this.#begin(step.header.type)
      else if (step.kind === 'data' && this.#collecting === 'now') this.#event.push(step.bytes)
      else if (step.kind === 'item-end' && this.#collecting === 'now') this.#collecting = 'done'
    }
  }

  #begin(type: string): void {
    this.#tally.add(type)
    if (type === 'event' && this.#collecting === 'not-yet' && this.#header?.eventId === undefined)
      this.#collecting = 'now'
  }
}

function idInside(event: Uint8Array): string | undefined {
  const parsed = parseSentJson(event)
  if (parsed.kind !== 'json' || typeof parsed.value !== 'object' || parsed.value === null) return undefined
  return 'event_id' in parsed.value ? parseEventId(parsed.value.event_id) : undefined
}
