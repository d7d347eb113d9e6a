import type { DataCategory, JsonObject } from '@culprit/wire'

/** One thing to be delivered: an event, a feedback, a report of losses. */
export interface OutgoingEvent {
  /** 32 lowercase hex digits. */
  readonly eventId: string
  /** The type of the envelope's item: `event`, `feedback`, `client_report`. */
  readonly type: string
  /** As what rate limits and losses count it. */
  readonly category: DataCategory
  /** The JSON of the item. It belongs to the delivery, which empties it once it was sent. */
  readonly payload: Uint8Array
  /** Further keys of the envelope's header. */
  readonly headers?: JsonObject | undefined
}
