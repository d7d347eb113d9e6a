import type { AlertAttribute } from '../domain/alert-filter.ts'
import type { DigestBatch, Lane, SpoolPosition } from '../domain/digest-plan.ts'
import type { SpoolRange } from '../ports/spool.ts'

/** A stretch of a lane for one decoder to read and decode. `id` counts up and is never used twice. */
export interface DecoderJob {
  readonly id: number
  readonly lane: Lane
  readonly range: SpoolRange
  /** What alert rules ask of events besides their rows. */
  readonly attributes: readonly AlertAttribute[]
}

/**
 * What a decoder answers. `claimed` comes right after framing, so that the next range can be given away while this
 * one is being decoded; `progress` at most about once a second; `decoded` or `failed` ends the job. `gone` is said by
 * the port itself when the thread behind it has ended.
 */
export type DecoderMessage =
  | { readonly kind: 'claimed'; readonly job: number; readonly next: SpoolPosition; readonly entries: number }
  | { readonly kind: 'progress'; readonly job: number }
  | { readonly kind: 'decoded'; readonly job: number; readonly batch: DigestBatch; readonly skipped: number }
  | { readonly kind: 'failed'; readonly job: number; readonly error: string }
  | { readonly kind: 'gone'; readonly error: string }

/** A decoder, wherever it runs. It works on one job at a time. */
export interface DecoderPort {
  assign(job: DecoderJob): void
  /** Sets the one listener; messages that come later go to it. */
  onMessage(listener: (message: DecoderMessage) => void): void
  /** Asks it to stop by message; with `force` ends the thread at once. Safe to call twice. */
  stop(options: { readonly force: boolean }): void
}
