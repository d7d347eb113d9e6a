import { isDataCategory } from '@culprit/wire'
import type { DeliverySettings } from './delivery-settings.ts'
import type { OutgoingEvent } from './outgoing-event.ts'

/** What the process that sends for an ending one is told. */
export interface SenderTask {
  readonly settings: DeliverySettings
  /** Those that are not on disk. */
  readonly events: readonly OutgoingEvent[]
  /** For all of it, starting the process included. */
  readonly timeoutMs: number
}

/** Returns the task of a sender as text, for its stdin. */
export function formatSenderOrder({ settings, events, timeoutMs }: SenderTask): string {
  const list = events.map((event) => ({ ...event, payload: Buffer.from(event.payload).toString('base64') }))
  return JSON.stringify({ settings, events: list, timeoutMs })
}

/** Returns the task that a text holds, or undefined when it holds none. */
export function parseSenderOrder(text: string): SenderTask | undefined {
  const value = parseJson(text)
  if (!isObject(value) || !isSettings(value['settings']) || typeof value['timeoutMs'] !== 'number')
    return undefined
  const { settings, events, timeoutMs } = value
  const list = Array.isArray(events) ? events.map(parseEvent) : []
  return { settings, events: list.filter((event) => event !== undefined), timeoutMs }
}

/** The order comes from our own process; what is optional in it is taken as it is. */
function isSettings(value: unknown): value is DeliverySettings {
  return isObject(value) && typeof value['dsn'] === 'string'
}

function parseEvent(value: unknown): OutgoingEvent | undefined {
  if (!isObject(value)) return undefined
  const { eventId, type, category, payload, headers } = value
  if (typeof eventId !== 'string' || typeof type !== 'string' || typeof payload !== 'string') return undefined
  if (typeof category !== 'string' || !isDataCategory(category)) return undefined
  const bytes = Buffer.from(payload, 'base64')
  return { eventId, type, category, payload: bytes, ...(isObject(headers) && { headers }) }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
