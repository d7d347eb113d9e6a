import type { JsonObject } from './json-object.ts'

/** The first line of an envelope. What is present but unusable is absent here and still found in `raw`. */
export interface EnvelopeHeader {
  /** 32 lowercase hex digits. */
  readonly eventId?: string
  /** As sent, not parsed; SDKs write it when they send through a tunnel. */
  readonly dsn?: string
  readonly sdk?: SdkName
  /** When the client sent it, by the client's clock: milliseconds since 1970. */
  readonly sentAt?: number
  /** The dynamic sampling context, as sent. */
  readonly trace?: unknown
  /** The header as sent, unknown keys included. */
  readonly raw: JsonObject
}

/** Who made an envelope. */
export interface SdkName {
  readonly name?: string
  readonly version?: string
}

/** The header line of one item. What is present but unusable is absent here and still found in `raw`. */
export interface ItemHeader {
  /** Never empty; any string, known or not. */
  readonly type: string
  /** The payload's length in bytes, if the client gave it. */
  readonly length?: number
  readonly contentType?: string
  readonly filename?: string
  readonly attachmentType?: string
  /** How many entries a container item (logs, metrics) carries. */
  readonly itemCount?: number
  readonly platform?: string
  /** The header as sent, unknown keys included. */
  readonly raw: JsonObject
}

/** One item: its header and its bytes, which belong to whoever gave the envelope's bytes. */
export interface EnvelopeItem {
  readonly header: ItemHeader
  readonly payload: Uint8Array
}

/** A whole envelope: the protocol's unit of delivery. No items is legal. */
export interface Envelope {
  readonly header: EnvelopeHeader
  readonly items: readonly EnvelopeItem[]
}
