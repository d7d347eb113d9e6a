import { type Lane, lanes, type SpoolPosition } from '../../domain/digest-plan.ts'
import { type Clock, secondMs } from '../../domain/instant.ts'
import {
  type SpoolEnd,
  type SpoolEntry,
  SpoolError,
  type SpoolUsage,
  type SpoolWriter,
} from '../../ports/spool.ts'
import { type FilePort, nodeFiles } from './file-port.ts'
import { laneDir } from './segment-name.ts'
import { SpoolLane } from './spool-lane.ts'
import { SpoolLedger } from './spool-ledger.ts'
import { type RecoveredLane, recoverLane } from './spool-recovery.ts'

export interface SpoolWriterOptions {
  /** The spool's own directory, `DATA_DIR/spool`; made when it is missing. */
  readonly dir: string
  /** Undigested bytes at which `append` refuses; admission's own limit should be lower. Default 4 GiB. */
  readonly maxBytes?: number | undefined
  /** Size at which a segment ends. Default 64 MiB. */
  readonly segmentBytes?: number | undefined
  /** Called after each group that became durable, and when a segment begins, with the lane's new end. */
  readonly onDurable?: ((end: SpoolEnd) => void) | undefined
  /** Told once for each lane what was found at the start. */
  readonly onRecovered?: ((lane: Lane, found: RecoveredLane) => void) | undefined
  readonly files?: FilePort | undefined
  readonly clock?: Clock | undefined
}

/**
 * Opens the spool for writing: recovers what an earlier process left, then begins a new segment in each lane.
 * Everything found counts as pending until `release` says otherwise, so release the store's cursors after opening.
 * @throws {Error} when the directory cannot be written or holds segments of a later version.
 */
export async function createSpoolWriter(options: SpoolWriterOptions): Promise<SpoolWriter> {
  const { dir, files = nodeFiles, clock = Date.now } = options
  const writers = new Map<Lane, SpoolLane>()
  const ledgers: SpoolLedger[] = []
  for (const lane of lanes) {
    const ledger = new SpoolLedger()
    ledgers.push(ledger)
    writers.set(lane, await openLane(lane, { ...options, files, ledger }))
  }
  const disk = new FreeDisk({ dir, files, clock, first: await files.freeBytes(dir) })
  return new FileSpoolWriter({ writers, ledgers, disk, maxBytes: options.maxBytes ?? 4 * 1024 ** 3 })
}

interface OpenLaneOptions extends SpoolWriterOptions {
  readonly files: FilePort
  readonly ledger: SpoolLedger
}

async function openLane(lane: Lane, options: OpenLaneOptions): Promise<SpoolLane> {
  const { files, ledger, onDurable, onRecovered } = options
  const dir = laneDir(options.dir, lane)
  await files.makeDir(dir)
  await files.syncDir(options.dir)
  const found = await recoverLane(dir, files)
  onRecovered?.(lane, found)
  for (const { number, end, entries } of found.segments) {
    ledger.addSegment(number)
    ledger.grow(number, end, entries)
  }
  const writer = new SpoolLane({
    dir,
    files,
    ledger,
    newest: found.segments.at(-1)?.number ?? 0,
    segmentBytes: options.segmentBytes ?? 64 * 1024 * 1024,
    onDurable: (end) => onDurable?.({ lane, end }),
  })
  await writer.open()
  return writer
}

interface FileSpoolWriterParts {
  readonly writers: ReadonlyMap<Lane, SpoolLane>
  readonly ledgers: readonly SpoolLedger[]
  readonly disk: FreeDisk
  readonly maxBytes: number
}

class FileSpoolWriter implements SpoolWriter {
  readonly #parts: FileSpoolWriterParts

  constructor(parts: FileSpoolWriterParts) {
    this.#parts = parts
  }

  append(lane: Lane, entry: SpoolEntry): Promise<SpoolPosition> {
    if (this.usage().pendingBytes + entry.body.length > this.#parts.maxBytes) {
      return Promise.reject(new SpoolError('spool-full', 'Too much waits in the spool to be digested.'))
    }
    return this.#lane(lane).append(entry)
  }

  usage(): SpoolUsage {
    let pendingBytes = 0
    let pendingEntries = 0
    for (const ledger of this.#parts.ledgers) {
      pendingBytes += ledger.pendingBytes
      pendingEntries += ledger.pendingEntries
    }
    return { pendingBytes, pendingEntries, freeDiskBytes: this.#parts.disk.bytes() }
  }

  release(lane: Lane, upTo: SpoolPosition): Promise<void> {
    return this.#lane(lane).release(upTo)
  }

  ends(): readonly SpoolEnd[] {
    return [...this.#parts.writers].map(([lane, writer]) => ({ lane, end: writer.end }))
  }

  async close(): Promise<void> {
    await Promise.all([...this.#parts.writers.values()].map((writer) => writer.close()))
  }

  #lane(lane: Lane): SpoolLane {
    const writer = this.#parts.writers.get(lane)
    if (!writer) throw new TypeError(`There is no lane ${lane}.`)
    return writer
  }
}

interface FreeDiskOptions {
  readonly dir: string
  readonly files: FilePort
  readonly clock: Clock
  readonly first: number
}

/** Knows how many bytes are free, at most about a second old while it is asked; never waits. */
class FreeDisk {
  readonly #options: FreeDiskOptions
  #bytes: number
  #askedAt: number

  constructor(options: FreeDiskOptions) {
    this.#options = options
    this.#bytes = options.first
    this.#askedAt = options.clock()
  }

  bytes(): number {
    const { clock } = this.#options
    // The absolute difference, so that a clock set back does not stop the asking.
    if (Math.abs(clock() - this.#askedAt) >= secondMs) {
      this.#askedAt = clock()
      void this.#refresh()
    }
    return this.#bytes
  }

  /** Never rejects: where the question fails, the last answer stands and the write itself will tell. */
  async #refresh(): Promise<void> {
    try {
      this.#bytes = await this.#options.files.freeBytes(this.#options.dir)
    } catch {
      // See above.
    }
  }
}
