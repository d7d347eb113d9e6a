import type { Lane, SpoolPosition } from '../domain/digest-plan.ts'
import type { Clock } from '../domain/instant.ts'
import type { SpoolEnd } from '../ports/spool.ts'
import type { Committer, CommitReport } from './commit.ts'
import type { DecoderPort } from './decoder-port.ts'

export interface DispatcherDeps {
  /** Starts a decoder; called again when one has to be replaced. */
  readonly startDecoder: () => DecoderPort
  readonly decoders: number
  readonly committer: Committer
  /** Where each lane begins: the store's cursors. */
  readonly cursors: ReadonlyMap<Lane, SpoolPosition>
  /** Told after each commit: live notices, metrics, and how many entries of which project are digested. */
  readonly onCommitted?: ((report: CommitReport) => void) | undefined
  /** Told about every fault of the tracker's own; digestion goes on. */
  readonly onError?: ((where: string, error: unknown) => void) | undefined
  readonly clock?: Clock | undefined
  /** @default 128 */
  readonly maxEntries?: number | undefined
  /** Spooled bytes of one job. @default 4 MiB */
  readonly maxBytes?: number | undefined
}

/** Hands stretches of the spool to decoders and commits what they decode, in order within a lane. */
export interface Dispatcher {
  /** The durable end of a lane moved. */
  advance(end: SpoolEnd): void
  /** Replaces decoders without progress and begins again what waits for a retry; to be called every second. */
  watch(): void
  /** Resolves when all that was durable at the time of the call is committed. */
  drained(): Promise<void>
  /** Where each lane is committed up to. */
  committed(lane: Lane): SpoolPosition
  /** Stops assigning, lets the commit in flight end, stops the decoders by message. */
  close(): Promise<void>
}
