import type { Instant } from '../domain/instant.ts'
import type { Lane, SpoolPosition } from '../domain/digest-plan.ts'

/** What arrived, besides its bytes: enough to decode it later without the request. At most 4 KiB as JSON. */
export interface SpoolMeta {
  readonly kind: 'envelope' | 'event' | 'security'
  readonly projectId: number
  readonly received: Instant
  /** The id the answer carried, when the request had an event; decoders use it if the payload has none. */
  readonly eventId?: string | undefined
  /** Content-Encoding as it came, normalised: '' | 'gzip' | 'deflate' | 'br' | 'zstd'. */
  readonly encoding: string
  readonly contentType?: string | undefined
  readonly clientIp?: string | undefined
  readonly userAgent?: string | undefined
  /** `name/version` of the SDK. */
  readonly client?: string | undefined
  /** From the query of a security report. */
  readonly release?: string | undefined
  readonly environment?: string | undefined
}

export interface SpoolEntry {
  readonly meta: SpoolMeta
  /** Bytes as they came, compressed as they came. */
  readonly body: Uint8Array
}

/** An entry read back, with where it stands and how often its digestion was begun and not ended. */
export interface SpooledEntry extends SpoolEntry {
  readonly at: SpoolPosition
  readonly next: SpoolPosition
  readonly attempts: number
}

/** The durable end of a lane moved; what lies before it may be digested. */
export interface SpoolEnd {
  readonly lane: Lane
  readonly end: SpoolPosition
}

/**
 * The write side: appends bytes, resolves when they are on disk. Many callers share one fsync. Rejects with a
 * `SpoolError` when the bytes could not be made durable; then nothing of the entry will ever be digested.
 */
export interface SpoolWriter {
  append(lane: Lane, entry: SpoolEntry): Promise<SpoolPosition>
  /** Undigested bytes, entries and free disk, kept up to date by `release`. */
  usage(): SpoolUsage
  /** Everything before `upTo` is digested and durable elsewhere: whole segments before it are unlinked. */
  release(lane: Lane, upTo: SpoolPosition): Promise<void>
  /** Durable ends of the lanes, now. */
  ends(): readonly SpoolEnd[]
  close(): Promise<void>
}

export interface SpoolUsage {
  readonly pendingBytes: number
  readonly pendingEntries: number
  readonly freeDiskBytes: number
}

/** The read side, on a decoder's thread. */
export interface SpoolReader {
  /**
   * Returns whole entries from `from` up to `end`, at most `maxEntries` and about `maxBytes`. `next` is where the
   * following read begins; it moves past torn or orphan frames, which are counted in `skipped`.
   */
  read(lane: Lane, range: SpoolRange): SpoolRead
  /** Records that digestion of the entry begins (attempts) or has ended (0); survives the process, cheap. */
  mark(lane: Lane, at: SpoolPosition, attempts: number): void
  close(): void
}

export interface SpoolRange {
  readonly from: SpoolPosition
  readonly end: SpoolPosition
  readonly maxEntries: number
  readonly maxBytes: number
}

export interface SpoolRead {
  readonly entries: readonly SpooledEntry[]
  readonly next: SpoolPosition
  readonly skipped: number
}

/** Why bytes could not be made durable. */
export class SpoolError extends Error {
  readonly code: 'spool-full' | 'disk-full' | 'io'
  constructor(code: SpoolError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
Object.defineProperty(SpoolError.prototype, 'name', { value: 'SpoolError' })
