import { isJsonObject, type JsonObject } from './json-object.ts'
import { wireLimits } from './limits.ts'
import type { ClientDiscardReason } from './outcome.ts'
import { parseTimestamp } from './timestamp.ts'

/** How many items of one category a client lost for one reason. */
export interface ClientDiscard {
  /** A `ClientDiscardReason` or what else the SDK says; 1 to 100 characters. */
  readonly reason: string
  /** A `DataCategory` or what else the SDK says; 1 to 100 characters. */
  readonly category: string
  /** From 1 to 2^32 - 1. */
  readonly quantity: number
}

/** What a client lost before it could send it. */
export interface ClientReport {
  /** When the report was made, by the client's clock: milliseconds since 1970. */
  readonly timestamp?: number
  /** At most 100 entries. */
  readonly discarded: readonly ClientDiscard[]
  /** Entries that were unusable or beyond the hundredth. */
  readonly ignored: number
}

const maxQuantity = 0xffff_ffff
const maxNameLength = 100

/** Returns the report that the JSON of a `client_report` item holds, or undefined if it holds none. */
export function parseClientReport(payload: unknown): ClientReport | undefined {
  if (!isJsonObject(payload)) return undefined
  const entries: unknown = payload['discarded_events']
  if (!Array.isArray(entries)) return undefined
  const discarded: ClientDiscard[] = []
  for (const entry of entries.slice(0, wireLimits.clientReportEntries)) {
    const discard = parseDiscard(entry)
    if (discard) discarded.push(discard)
  }
  const timestamp = parseTimestamp(payload['timestamp'])
  const ignored = entries.length - discarded.length
  return timestamp === undefined ? { discarded, ignored } : { timestamp, discarded, ignored }
}

/** One loss to be reported. */
export interface ClientDiscardInput extends ClientDiscard {
  readonly reason: ClientDiscardReason
}

/**
 * Returns the JSON of a `client_report` item.
 * @param timestamp is when it was made, in milliseconds since 1970.
 */
export function createClientReport(discarded: readonly ClientDiscardInput[], timestamp: number): JsonObject {
  return {
    timestamp: timestamp / 1000,
    discarded_events: discarded.map(({ reason, category, quantity }) => ({ reason, category, quantity })),
  }
}

function parseDiscard(entry: unknown): ClientDiscard | undefined {
  if (!isJsonObject(entry)) return undefined
  const { reason, category, quantity } = entry
  if (!isName(reason) || !isName(category) || typeof quantity !== 'number') return undefined
  if (!(quantity >= 1)) return undefined
  return { reason, category, quantity: Math.min(Math.floor(quantity), maxQuantity) }
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxNameLength
}
