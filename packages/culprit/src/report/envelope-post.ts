import { promisify } from 'node:util'
import type { ZlibOptions } from 'node:zlib'
import { encodeEnvelope, endpointUrl, formatAuthHeader, parseDsn, type EncodableItem } from '@culprit/wire'
import type { DeliveryPlan } from './delivery-settings.ts'
import type { OutgoingEvent } from './outgoing-event.ts'
import { releaseBytes } from './release-bytes.ts'
import type { HttpPost } from './send-http.ts'

/** What one request carries. */
interface PostContent {
  readonly event: OutgoingEvent
  /** Rides along: a report of losses. */
  readonly extra?: EncodableItem | undefined
  /** Milliseconds since 1970. */
  readonly now: number
}

/** Makes the requests that carry events to one DSN. */
export type EnvelopePoster = (content: PostContent) => Promise<HttpPost>

/**
 * Returns what makes the requests for a DSN, or undefined when the text is none. Large bodies are compressed, outside
 * of this thread; the lowest level takes a third of the time of the usual one and makes bodies a tenth larger.
 */
export function createEnvelopePoster(dsn: string, plan: DeliveryPlan): EnvelopePoster | undefined {
  const target = parseDsn(dsn)
  if (target === undefined) return undefined
  const { sdk, gzipFromBytes } = plan
  const client = `${sdk.name ?? 'culprit'}/${sdk.version ?? '0'}`
  const url = new URL(endpointUrl(target, 'envelope'))
  const fixed = {
    'content-type': 'application/x-sentry-envelope',
    'x-sentry-auth': formatAuthHeader({ publicKey: target.publicKey, version: 7, client }),
    'user-agent': client,
  }
  return async ({ event, extra, now }) => {
    const { eventId, type, payload, headers: raw } = event
    const header = { eventId: type === 'client_report' ? undefined : eventId, sdk, sentAt: now, raw }
    const items = [{ header: { type }, payload }, ...(extra === undefined ? [] : [extra])]
    const envelope = encodeEnvelope({ header, items })
    if (envelope.length < gzipFromBytes)
      return { url, headers: { ...fixed, 'content-length': String(envelope.length) }, body: envelope }
    const { gzip } = await import('node:zlib')
    const body = await promisify<Uint8Array, ZlibOptions, Buffer>(gzip)(envelope, { level: 1 })
    releaseBytes(envelope)
    const headers = { ...fixed, 'content-encoding': 'gzip', 'content-length': String(body.length) }
    return { url, headers, body }
  }
}
