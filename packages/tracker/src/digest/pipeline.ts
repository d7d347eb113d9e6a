import type { Redactor } from '@culprit/redact'
import type { StoredEvent } from '../domain/event.ts'
import { decodeEvent, type RawEvent } from './decode-event.ts'
import { createFingerprintEvent, type DigestedEvent } from './fingerprint.ts'
import { normalise, type SentJsonEvent } from './normalise.ts'
import { createScrub } from './scrub.ts'
import type { Step } from './step.ts'

/** The way of an event from spooled bytes to a row and a payload. */
export type EventPipeline = readonly [
  Step<RawEvent, SentJsonEvent>,
  Step<SentJsonEvent, StoredEvent>,
  Step<StoredEvent, StoredEvent>,
  Step<StoredEvent, DigestedEvent>,
]

/**
 * Returns the steps of digestion in order: decode -> normalise -> scrub -> fingerprint. Read this file first. One
 * pipeline for each decoder: the last step remembers which fingerprints it has explained.
 */
export function createPipeline(redactor: Redactor): EventPipeline {
  return [
    { name: 'decode', run: decodeEvent },
    { name: 'normalise', run: normalise },
    { name: 'scrub', run: createScrub(redactor) },
    { name: 'fingerprint', run: createFingerprintEvent() },
  ]
}
