import { decodeEnvelope, WireError, wireLimits, type DiscardReason } from '@culprit/wire'
import type { Json } from '../domain/json.ts'
import { decodeBody, isDecodeRefusal } from '../encoding/content-encoding.ts'
import { parseSentJson } from '../encoding/store-body-json.ts'
import type { SpooledEntry, SpoolMeta } from '../ports/spool.ts'
import type { RawEvent } from './decode-event.ts'
import type { EntryWork } from './entry-work.ts'
import { workOfEnvelope } from './envelope-work.ts'
import { rawFacts } from './raw-facts.ts'
import { eventsOfReport } from './security-reports.ts'

export interface DecodeEntryOptions {
  readonly storeAttachments: boolean
}

/**
 * Returns what is to be done for a spooled request. Bytes that cannot be read become a counted loss: admission
 * refuses most of them, so here they are rare.
 */
export function decodeEntry(entry: SpooledEntry, options: DecodeEntryOptions): EntryWork {
  const { meta } = entry
  const limit = meta.kind === 'envelope' ? wireLimits.envelopeBytes : wireLimits.eventBytes * 2
  const bytes = decodeBody(entry.body, meta.encoding, limit)
  if (isDecodeRefusal(bytes)) return lost(meta, bytes.refusal === 'too-large' ? 'too-large' : 'malformed')
  const seed = `${meta.projectId}:${meta.received}:${entry.at.segment}:${entry.at.offset}`
  switch (meta.kind) {
    case 'envelope':
      return envelopeWork(bytes, { meta, seed, options })
    case 'event':
      return onlyEvents([
        { facts: rawFacts(meta), eventId: meta.eventId, seed, body: { kind: 'store', bytes } },
      ])
    case 'security':
      return securityWork(bytes, meta, seed)
  }
}

interface EnvelopeFacts {
  readonly meta: SpoolMeta
  readonly seed: string
  readonly options: DecodeEntryOptions
}

function envelopeWork(bytes: Uint8Array, { meta, seed, options }: EnvelopeFacts): EntryWork {
  try {
    return workOfEnvelope(decodeEnvelope(bytes), { meta, seed, storeAttachments: options.storeAttachments })
  } catch (error) {
    if (error instanceof WireError) return lost(meta, error.code)
    throw error
  }
}

function securityWork(bytes: Uint8Array, meta: SpoolMeta, seed: string): EntryWork {
  const parsed = parseSentJson(bytes)
  // JSON.parse returns JSON values and nothing else.
  const events = parsed.kind === 'json' ? eventsOfReport(parsed.value as Json, meta) : []
  if (events.length === 0) return lost(meta, 'invalid-event')
  return onlyEvents(
    events.map((value, index) => {
      const eventId = index === 0 ? meta.eventId : undefined
      return { facts: rawFacts(meta), eventId, seed: `${seed}:${index}`, body: { kind: 'json', value } }
    }),
  )
}

const nothing: EntryWork = { events: [], sessions: [], userReports: [], attachments: [], outcomes: [] }

function onlyEvents(events: readonly RawEvent[]): EntryWork {
  return { ...nothing, events }
}

function lost({ kind, projectId }: SpoolMeta, reason: DiscardReason): EntryWork {
  const category = kind === 'security' ? 'security' : 'error'
  return { ...nothing, outcomes: [{ projectId, source: 'server', reason, category, quantity: 1 }] }
}
