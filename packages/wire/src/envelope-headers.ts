import type { EnvelopeHeader, ItemHeader, SdkName } from './envelope.ts'
import { parseEventId } from './event-id.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { parseTimestamp } from './timestamp.ts'
import { WireError } from './wire-error.ts'

const utf8 = new TextDecoder()
const maxLength = 0xffff_ffff

/**
 * Returns an envelope's header from the bytes of its line.
 * An optional field of the wrong shape is left out: losing a clock correction is better than losing an error.
 * @throws {WireError} `malformed` when the line is not one JSON object.
 */
export function parseEnvelopeHeader(line: Uint8Array): EnvelopeHeader {
  const raw = parseLine(line, 'envelope')
  const header: Writable<EnvelopeHeader> = { raw }
  const eventId = parseEventId(raw['event_id'])
  if (eventId !== undefined) header.eventId = eventId
  const dsn = textOf(raw, 'dsn')
  if (dsn !== undefined) header.dsn = dsn
  const sdk = raw['sdk']
  if (isJsonObject(sdk)) header.sdk = sdkOf(sdk)
  const sentAt = parseTimestamp(raw['sent_at'])
  if (sentAt !== undefined) header.sentAt = sentAt
  const trace = raw['trace']
  if (trace !== undefined && trace !== null) header.trace = trace
  return header
}

/**
 * Returns an item's header from the bytes of its line.
 * @throws {WireError} `malformed` when the line is not one JSON object, names no type, or its length is not a whole
 * number of at most 32 bits (without a sound length nobody knows where the next item starts).
 */
export function parseItemHeader(line: Uint8Array): ItemHeader {
  const raw = parseLine(line, 'item')
  const type = textOf(raw, 'type')
  if (type === undefined || type === '') throw new WireError('malformed', 'An item header names no type.')
  const header: Writable<ItemHeader> = { type, raw }
  const length = lengthOf(raw)
  if (length !== undefined) header.length = length
  const contentType = textOf(raw, 'content_type')
  if (contentType !== undefined) header.contentType = contentType
  const filename = textOf(raw, 'filename')
  if (filename !== undefined) header.filename = filename
  const attachmentType = textOf(raw, 'attachment_type')
  if (attachmentType !== undefined) header.attachmentType = attachmentType
  const platform = textOf(raw, 'platform')
  if (platform !== undefined) header.platform = platform
  const itemCount = raw['item_count']
  if (isCount(itemCount)) header.itemCount = itemCount
  return header
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

function parseLine(line: Uint8Array, owner: 'envelope' | 'item'): JsonObject {
  let value: unknown
  try {
    value = JSON.parse(utf8.decode(line))
  } catch (cause) {
    throw new WireError('malformed', `The ${owner} header is not JSON.`, { cause })
  }
  if (!isJsonObject(value)) throw new WireError('malformed', `The ${owner} header is not a JSON object.`)
  return value
}

function lengthOf(raw: JsonObject): number | undefined {
  const length = raw['length']
  if (length === undefined || length === null) return undefined
  if (!isCount(length)) throw new WireError('malformed', 'The length of an item is not a whole number.')
  return length
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxLength
}

function textOf(raw: JsonObject, key: string): string | undefined {
  const value = raw[key]
  return typeof value === 'string' ? value : undefined
}

function sdkOf(raw: JsonObject): SdkName {
  const sdk: Writable<SdkName> = {}
  const name = textOf(raw, 'name')
  if (name !== undefined) sdk.name = name
  const version = textOf(raw, 'version')
  if (version !== undefined) sdk.version = version
  return sdk
}
