import type { DigestBatch, Lane, SpoolPosition } from '../domain/digest-plan.ts'
import type { SpoolRange } from '../ports/spool.ts'

/** A stretch of a lane on its way from assignment to commit. */
export interface Stretch {
  /** The job that is at it now; undefined while it waits for a decoder. */
  job: number | undefined
  range: SpoolRange
  /** Where it ends, known once a decoder has framed it. */
  claimedTo: SpoolPosition | undefined
  batch: DigestBatch | undefined
  /** Ticks to wait before it may be given away again. */
  waitTicks: number
  failures: number
}

/** How much one stretch may hold. */
export interface StretchSize {
  readonly maxEntries: number
  readonly maxBytes: number
}

/** What one job of a decoder holds at most. */
export const jobSize: StretchSize = { maxEntries: 256, maxBytes: 2 * 1024 * 1024 }

/** A lane being digested: stretches in order, decoded in any order, committed in order. */
export interface LaneLine {
  readonly lane: Lane
  /** Where the next stretch begins. */
  next: SpoolPosition
  /** The durable end. */
  end: SpoolPosition
  committed: SpoolPosition
  /** The end at which a decoder found nothing to read; nothing is asked again until the end moves. */
  dryAt: SpoolPosition | undefined
  readonly stretches: Stretch[]
  /** Ticks to wait before the next try to commit. */
  waitTicks: number
  failures: number
  /** When the last new stretch was begun, in milliseconds of a clock that never jumps. */
  begunAt: number
}

/** Returns the line of a lane that is committed up to a position. */
export function createLaneLine(lane: Lane, from: SpoolPosition): LaneLine {
  return {
    lane,
    next: from,
    end: from,
    committed: from,
    dryAt: undefined,
    stretches: [],
    waitTicks: 0,
    failures: 0,
    begunAt: -Infinity,
  }
}

/** Orders positions of one lane. */
export function comparePositions(a: SpoolPosition, b: SpoolPosition): number {
  return a.segment - b.segment || a.offset - b.offset
}

/** Stretches of one lane that may be under way at a time: decoded ones wait for the commit in memory. */
const maxStretches = 8

/** From this many spooled bytes on a stretch is begun at once. */
const worthwhileBytes = 256 * 1024

/**
 * Returns how many milliseconds a new stretch should wait for company: none when the last one was begun long enough
 * ago, or when enough waits already. A stretch costs three syncs of the disk however few events it holds.
 */
export function waitForCompany({ next, end, begunAt }: LaneLine, now: number, paceMs: number): number {
  if (next.segment !== end.segment || end.offset - next.offset >= worthwhileBytes) return 0
  return Math.max(0, begunAt + paceMs - now)
}

/**
 * Returns the stretch to decode next, or undefined: one that lost its decoder first, else a new one. A new one waits
 * until the one before it is framed, since only then is it known where it begins.
 */
export function nextStretch(line: LaneLine, size: StretchSize, mayBegin = true): Stretch | undefined {
  const waiting = line.stretches.find(
    ({ job, batch, waitTicks }) => job === undefined && batch === undefined && waitTicks === 0,
  )
  if (waiting) return waiting
  if (!mayBegin) return undefined
  const last = line.stretches.at(-1)
  if ((last && !last.claimedTo) || line.stretches.length >= maxStretches) return undefined
  if (
    comparePositions(line.next, line.end) >= 0 ||
    (line.dryAt && comparePositions(line.dryAt, line.end) >= 0)
  )
    return undefined
  const stretch = newStretch({ from: line.next, end: line.end, ...size })
  line.stretches.push(stretch)
  return stretch
}

/** Returns true while a decoder is framing the line's last stretch: where the next one begins is known in a moment. */
export function awaitsClaim({ stretches }: LaneLine): boolean {
  const last = stretches.at(-1)
  return last?.job !== undefined && !last.claimedTo
}

function newStretch(range: SpoolRange): Stretch {
  return { job: undefined, range, claimedTo: undefined, batch: undefined, waitTicks: 0, failures: 0 }
}

/** Notes where a stretch ends. `entries` is how many were found. */
export function claimStretch(
  line: LaneLine,
  stretch: Stretch,
  found: { readonly next: SpoolPosition; readonly entries: number },
): void {
  const { next, entries } = found
  const before = stretch.claimedTo
  stretch.claimedTo = next
  if (!before) {
    line.next = next
    if (entries === 0 && comparePositions(next, stretch.range.from) <= 0) line.dryAt = stretch.range.end
    return
  }
  // A second reading may stop earlier than the first; the stretches behind it are given away already.
  if (comparePositions(next, before) < 0) {
    const rest = newStretch({ ...stretch.range, from: next, end: before })
    rest.claimedTo = before
    line.stretches.splice(line.stretches.indexOf(stretch) + 1, 0, rest)
  }
}

/** Puts a stretch back after its decoder failed or was lost; it is read again, and no further than it was claimed. */
export function releaseStretch(stretch: Stretch, waitTicks: number): void {
  stretch.job = undefined
  stretch.failures += 1
  stretch.waitTicks = waitTicks
  if (stretch.claimedTo) stretch.range = { ...stretch.range, end: stretch.claimedTo }
}

/** Events in one commit, when decoded batches wait for it. */
const maxEventsInCommit = 512

/** Returns the decoded batches at the head of the line that make up the next commit; empty when there is none. */
export function readyBatches(line: LaneLine): readonly DigestBatch[] {
  const ready: DigestBatch[] = []
  if (line.waitTicks > 0) return ready
  let events = 0
  for (const { batch } of line.stretches) {
    if (!batch || (ready.length > 0 && events + batch.events.length > maxEventsInCommit)) break
    ready.push(batch)
    events += batch.events.length
  }
  return ready
}

/** Takes committed batches off the head of the line. */
export function takeCommitted(line: LaneLine, count: number): void {
  for (const { batch } of line.stretches.splice(0, count)) if (batch) line.committed = batch.upTo
  line.failures = 0
}

/** Returns true when all up to a position is committed, or nothing more can be read before it. */
export function isDrained(line: LaneLine, target: SpoolPosition): boolean {
  if (line.stretches.length > 0) return comparePositions(line.committed, target) >= 0
  return (
    comparePositions(line.committed, target) >= 0 ||
    (line.dryAt !== undefined && comparePositions(line.dryAt, target) >= 0)
  )
}
