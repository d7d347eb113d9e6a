import type { SdkName } from './envelope.ts'
import type { JsonObject } from './json-object.ts'

const utf8 = new TextEncoder()

/** What an envelope header to be sent may say; `raw` carries further keys. A decoded header is one of these. */
export interface EncodableHeader {
  readonly eventId?: string | undefined
  readonly dsn?: string | undefined
  readonly sdk?: SdkName | undefined
  /** Milliseconds since 1970. */
  readonly sentAt?: number | undefined
  readonly trace?: unknown
  readonly raw?: JsonObject | undefined
}

/** An item to be sent; text becomes UTF-8. The length is always written from the payload. A decoded item is one. */
export interface EncodableItem {
  readonly header: {
    readonly type: string
    readonly contentType?: string | undefined
    readonly filename?: string | undefined
    readonly attachmentType?: string | undefined
    readonly itemCount?: number | undefined
    readonly platform?: string | undefined
    readonly raw?: JsonObject | undefined
  }
  readonly payload: Uint8Array | string
}

/** An envelope to be sent. A decoded `Envelope` is one of these. */
export interface EncodableEnvelope {
  readonly header?: EncodableHeader | undefined
  readonly items: readonly EncodableItem[]
}

/**
 * Returns the bytes of an envelope.
 * Every item carries its length, so that any payload may contain newlines. Named fields win over `raw`.
 */
export function encodeEnvelope(envelope: EncodableEnvelope): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [utf8.encode(JSON.stringify(headerFields(envelope.header ?? {})) + '\n')]
  for (const { header, payload } of envelope.items) {
    const body = typeof payload === 'string' ? utf8.encode(payload) : payload
    parts.push(utf8.encode(JSON.stringify(itemFields(header, body.length)) + '\n'), body, utf8.encode('\n'))
  }
  return join(parts)
}

function headerFields(header: EncodableHeader): JsonObject {
  return compact({
    ...header.raw,
    event_id: header.eventId ?? header.raw?.['event_id'],
    dsn: header.dsn ?? header.raw?.['dsn'],
    sdk: header.sdk ? { ...objectOf(header.raw?.['sdk']), ...header.sdk } : header.raw?.['sdk'],
    sent_at: header.sentAt === undefined ? header.raw?.['sent_at'] : new Date(header.sentAt).toISOString(),
    trace: header.trace ?? header.raw?.['trace'],
  })
}

function itemFields(header: EncodableItem['header'], length: number): JsonObject {
  return compact({
    ...header.raw,
    type: header.type,
    length,
    content_type: header.contentType ?? header.raw?.['content_type'],
    filename: header.filename ?? header.raw?.['filename'],
    attachment_type: header.attachmentType ?? header.raw?.['attachment_type'],
    item_count: header.itemCount ?? header.raw?.['item_count'],
    platform: header.platform ?? header.raw?.['platform'],
  })
}

function objectOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

function compact(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function join(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
