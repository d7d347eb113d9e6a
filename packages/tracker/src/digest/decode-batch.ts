import type { DigestBatch, Lane, SpoolPosition } from '../domain/digest-plan.ts'
import type { Clock } from '../domain/instant.ts'
import type { SpoolRange, SpoolReader } from '../ports/spool.ts'

export interface BatchDecoderDeps {
  readonly reader: SpoolReader
  readonly storeAttachments: boolean
  /** zstd level of the payload blocks. @default 3 */
  readonly compressionLevel?: number | undefined
  readonly clock?: Clock | undefined
}

/** A stretch of the spool that was framed; `decode` may be called once. */
export interface Claim {
  readonly next: SpoolPosition
  readonly entries: number
  /** Torn or orphan frames that were passed over. */
  readonly skipped: number
  decode(onProgress?: () => void): DecodedBatch
}

/** A batch, and the buffers in it that can be moved to another thread instead of being copied. */
export interface DecodedBatch {
  readonly batch: DigestBatch
  readonly transfer: readonly ArrayBuffer[]
}

export interface BatchDecoder {
  claim(lane: Lane, range: SpoolRange): Claim
}

/** Returns the decoder of spooled entries. */
export function createBatchDecoder(deps: BatchDecoderDeps): BatchDecoder {
  return {
    claim(lane, range) {
      const read = deps.reader.read(lane, range)
      const batch: DigestBatch = { lane, upTo: read.next, events: [], blocks: [], userReports: [], attachments: [], outcomes: [], parked: [] }
      return { next: read.next, entries: read.entries.length, skipped: read.skipped, decode: () => ({ batch, transfer: [] }) }
    },
  }
}
