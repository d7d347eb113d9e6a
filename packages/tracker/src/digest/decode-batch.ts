import { createRedactor, type Redactor } from '@culprit/redact'
import type { DataCategory } from '@culprit/wire'
import type { AlertAttribute } from '../domain/alert-filter.ts'
import type {
  AttachmentNote,
  DigestBatch,
  EntryCount,
  Lane,
  OutcomeCount,
  ParkedEvent,
  SpoolPosition,
  UserReport,
} from '../domain/digest-plan.ts'
import type { SessionReport } from '../domain/session-report.ts'
import type { SpooledEntry, SpoolRange, SpoolRead, SpoolReader } from '../ports/spool.ts'
import { eventAttributes } from './alerts/event-attributes.ts'
import { decodeEntry } from './decode-entry.ts'
import { addOutcomes, createOutcomeTally, type OutcomeTally } from './outcome-tally.ts'
import { packEvents, type UnpackedEvent } from './pack-events.ts'
import { createPayloadArena, type PayloadArena } from './payload-arena.ts'
import { payloadTextOf } from './payload-text.ts'
import { createPipeline, type EventPipeline } from './pipeline.ts'
import { createRunner, type Runner } from './run.ts'

export interface BatchDecoderDeps {
  readonly reader: SpoolReader
  readonly storeAttachments: boolean
  /** zstd level of the payload blocks. @default 1: level 3 takes twice the time for a tenth less */
  readonly compressionLevel?: number | undefined
  /** The steps; a test may give others. */
  readonly pipeline?: EventPipeline | undefined
}

/** A stretch of the spool that was framed; `decode` is called once. */
interface Claim {
  readonly next: SpoolPosition
  readonly entries: number
  /** Torn or orphan frames that were passed over. */
  readonly skipped: number
  decode(options?: DecodeOptions): DecodedBatch
}

interface DecodeOptions {
  /** Called after each entry. */
  readonly onProgress?: (() => void) | undefined
  /** What alert rules ask of events besides their rows. */
  readonly attributes?: readonly AlertAttribute[] | undefined
}

/** A batch, and the buffers in it that can be moved to another thread instead of being copied. */
interface DecodedBatch {
  readonly batch: DigestBatch
  readonly transfer: readonly ArrayBuffer[]
}

export interface BatchDecoder {
  /** Reads and frames a stretch of a lane. */
  claim(lane: Lane, range: SpoolRange): Claim
  /** Claims and decodes in one go. */
  decode(lane: Lane, range: SpoolRange): DigestBatch
  /** Milliseconds spent in each step, by name. */
  times(): ReadonlyMap<string, number>
}

/**
 * Returns the decoder of spooled entries: it folds each event through the pipeline and packs what comes out. Before
 * an entry is begun its attempt is recorded, and taken back after; an entry that was begun twice and never ended is
 * parked, and so is one whose fold fails. Nothing a client sends makes it throw; a broken spool file does.
 */
export function createBatchDecoder(deps: BatchDecoderDeps): BatchDecoder {
  const redactor = createRedactor()
  const { reader, pipeline = createPipeline(redactor) } = deps
  const runner = createRunner()
  const arena = createPayloadArena()
  const decodeRead = (lane: Lane, read: SpoolRead, options: DecodeOptions = {}): DecodedBatch => {
    const { onProgress, attributes = [] } = options
    const basket = createBasket()
    for (const entry of read.entries) {
      decodeMarked(entry, lane, { deps, basket, runner, pipeline, redactor, arena, attributes })
      onProgress?.()
    }
    const entries = countEntries(read.entries)
    const decoded = finish(basket, { lane, upTo: read.next, entries, level: deps.compressionLevel ?? 1 })
    arena.clear()
    return decoded
  }
  return {
    claim(lane, range) {
      const read = reader.read(lane, range)
      const { next, skipped, entries } = read
      return {
        next,
        skipped,
        entries: entries.length,
        decode: (options) => decodeRead(lane, read, options),
      }
    },
    decode: (lane, range) => decodeRead(lane, reader.read(lane, range)).batch,
    times: () => runner.times(),
  }
}

/** An entry that was begun this often without an end is not begun again. */
const maxAttempts = 2

interface Basket {
  readonly events: UnpackedEvent[]
  readonly sessions: SessionReport[]
  readonly userReports: UserReport[]
  readonly attachments: AttachmentNote[]
  readonly parked: ParkedEvent[]
  readonly tally: OutcomeTally
}

interface EntryTools {
  readonly deps: BatchDecoderDeps
  readonly basket: Basket
  readonly runner: Runner
  readonly pipeline: EventPipeline
  readonly redactor: Redactor
  readonly arena: PayloadArena
  readonly attributes: readonly AlertAttribute[]
}

function createBasket(): Basket {
  const lists = { events: [], sessions: [], userReports: [], attachments: [], parked: [] }
  return { ...lists, tally: createOutcomeTally() }
}

function decodeMarked(entry: SpooledEntry, lane: Lane, tools: EntryTools): void {
  const { basket, deps } = tools
  if (entry.attempts >= maxAttempts) {
    park(basket, entry, new Error(`Digestion was begun ${entry.attempts} times and did not end.`))
    return
  }
  deps.reader.mark(lane, entry.at, entry.attempts + 1)
  try {
    takeEntry(entry, tools)
  } catch (error) {
    park(basket, entry, error)
  }
  deps.reader.mark(lane, entry.at, 0)
}

function takeEntry(entry: SpooledEntry, tools: EntryTools): void {
  const { deps, basket, runner, pipeline, redactor, arena, attributes } = tools
  const work = decodeEntry(entry, { storeAttachments: deps.storeAttachments })
  const events: UnpackedEvent[] = []
  const dropped: OutcomeCount[] = []
  const category = categoryOf(entry)
  for (const raw of work.events) {
    const result = runner.run(pipeline, raw)
    if (result.kind === 'fail') throw result.error
    if (result.kind === 'ok') {
      const { event, row } = result.value
      const asked = attributes.length > 0 ? { ...row, attributes: eventAttributes(event, attributes) } : row
      events.push({ row: asked, payload: arena.write(payloadTextOf(event)) })
    } else
      dropped.push({
        projectId: raw.facts.projectId,
        source: 'server',
        reason: result.reason,
        category,
        quantity: 1,
      })
  }
  // Only now: an entry that fails half-way is parked whole and must have left nothing behind.
  basket.events.push(...events)
  basket.sessions.push(...work.sessions)
  for (const report of work.userReports) {
    basket.userReports.push({ ...report, comments: redactor.redactText(report.comments) })
  }
  basket.attachments.push(...work.attachments)
  addOutcomes(basket.tally, work.outcomes)
  addOutcomes(basket.tally, dropped)
}

function park({ parked, tally }: Basket, entry: SpooledEntry, error: unknown): void {
  const { meta, body } = entry
  const { projectId, eventId, received } = meta
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  parked.push({ projectId, eventId, received, error: text.slice(0, 500), raw: body.slice() })
  tally.add({
    projectId,
    source: 'server',
    reason: 'parked',
    category: categoryOf(entry),
    quantity: 1,
  })
}

function categoryOf({ meta }: SpooledEntry): DataCategory {
  return meta.kind === 'security' ? 'security' : 'error'
}

function countEntries(spooled: readonly SpooledEntry[]): readonly EntryCount[] {
  const byProject = Map.groupBy(spooled, ({ meta }) => meta.projectId)
  return [...byProject].map(([projectId, { length }]) => ({ projectId, entries: length }))
}

interface BatchEnd {
  readonly lane: Lane
  readonly upTo: SpoolPosition
  readonly entries: readonly EntryCount[]
  readonly level: number
}

function finish(
  { events: unpacked, sessions, userReports, attachments, parked, tally }: Basket,
  { lane, upTo, entries, level }: BatchEnd,
): DecodedBatch {
  const { events, blocks } = packEvents(unpacked, level)
  const transfer: ArrayBuffer[] = blocks.map((block) => block.buffer)
  const batch: DigestBatch = {
    lane,
    upTo,
    entries,
    events,
    blocks,
    sessions,
    userReports,
    attachments,
    outcomes: tally.counts(),
    parked,
  }
  return { batch, transfer }
}
