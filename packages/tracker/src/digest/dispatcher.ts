import type { AlertAttribute } from '../domain/alert-filter.ts'
import {
  lanes,
  type DigestBatch,
  type EntryCount,
  type Lane,
  type SpoolPosition,
} from '../domain/digest-plan.ts'
import type { SpoolEnd } from '../ports/spool.ts'
import type { CommitReport, Committer } from './commit.ts'
import { createDecoderPool, type DecoderPool, type JobAnswer } from './decoder-pool.ts'
import type { DecoderPort } from './decoder-port.ts'
import {
  awaitsClaim,
  claimStretch,
  comparePositions,
  createLaneLine,
  isDrained,
  jobSize,
  type LaneLine,
  nextStretch,
  readyBatches,
  releaseStretch,
  type Stretch,
  type StretchSize,
  takeCommitted,
  waitForCompany,
} from './lane-line.ts'
import { mergeBatches } from './merge-batches.ts'

export interface DispatcherDeps {
  /** Starts a decoder; called again when one has to be replaced. */
  readonly startDecoder: () => DecoderPort
  readonly decoders: number
  readonly committer: Committer
  /** Where each lane begins: the store's cursors. */
  readonly cursors: ReadonlyMap<Lane, SpoolPosition>
  /** What alert rules ask of events besides their rows. @default nothing */
  readonly attributes?: (() => readonly AlertAttribute[]) | undefined
  /** Told after each commit: live notices, metrics, admission. */
  readonly onCommitted?: ((report: CommitReport, entries: readonly EntryCount[]) => void) | undefined
  /** Told about every fault of the tracker's own; digestion goes on. */
  readonly onError?: ((where: string, error: unknown) => void) | undefined
  /** Entries of one job. @default 256 */
  readonly maxEntries?: number | undefined
  /** Spooled bytes of one job. @default 2 MiB */
  readonly maxBytes?: number | undefined
  /** Small jobs of a lane are begun at least this many milliseconds apart; a lone event never waits. @default 0 */
  readonly paceMs?: number | undefined
  /** Milliseconds of a clock that never jumps. @default performance.now */
  readonly monotonic?: (() => number) | undefined
}

/** Hands stretches of the spool to decoders and commits what they decode, in order within a lane. */
export interface Dispatcher {
  /** The durable end of a lane moved. */
  advance(end: SpoolEnd): void
  /** Replaces decoders without progress and begins again what waits for a retry; to be called every second. */
  watch(): void
  /** Resolves when all that was durable at the time of the call is committed. */
  drained(): Promise<void>
  /** Where a lane is committed up to. */
  committed(lane: Lane): SpoolPosition
  /** Stops assigning, lets the commit in flight end, asks the decoders to stop. */
  close(): Promise<void>
}

/** The bulk lane gets at least every fourth turn, so that a backlog in it moves however much comes in main. */
const mainTurnsInRow = 3
/** Seconds between two tries double up to this. */
const maxWaitTicks = 32

interface DispatcherState {
  readonly deps: DispatcherDeps
  readonly size: StretchSize
  readonly lines: readonly LaneLine[]
  readonly pool: DecoderPool
  readonly jobs: Map<number, { readonly line: LaneLine; readonly stretch: Stretch }>
  readonly assignTurns: Turns
  readonly commitTurns: Turns
  lastJob: number
  committing: Promise<void> | undefined
  /** Set while small jobs wait for company. */
  pacing: NodeJS.Timeout | undefined
  closed: boolean
  waiters: { readonly ends: readonly SpoolPosition[]; readonly resolve: () => void }[]
}

/** Starts the decoders and returns the dispatcher; nothing is read before the first `advance`. */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const start = { segment: 0, offset: 0 }
  const state: DispatcherState = {
    deps,
    size: { maxEntries: deps.maxEntries ?? jobSize.maxEntries, maxBytes: deps.maxBytes ?? jobSize.maxBytes },
    lines: lanes.map((lane) => createLaneLine(lane, deps.cursors.get(lane) ?? start)),
    pool: createDecoderPool({
      startDecoder: deps.startDecoder,
      size: deps.decoders,
      onAnswer: (answer) => hear(state, answer),
      onLost: (job, reason) => giveBack(state, job, { reason, waitTicks: 0 }),
    }),
    jobs: new Map(),
    assignTurns: { main: 0 },
    commitTurns: { main: 0 },
    lastJob: 0,
    committing: undefined,
    pacing: undefined,
    closed: false,
    waiters: [],
  }
  return {
    advance({ lane, end }) {
      const line = lineOf(state, lane)
      if (comparePositions(end, line.end) > 0) line.end = end
      pump(state)
    },
    watch: () => tick(state),
    drained: () =>
      new Promise((resolve) => {
        state.waiters.push({ ends: state.lines.map(({ end }) => end), resolve })
        settle(state)
      }),
    committed: (lane) => lineOf(state, lane).committed,
    async close() {
      state.closed = true
      clearTimeout(state.pacing)
      await state.committing
      state.pool.close()
    },
  }
}

function lineOf({ lines }: DispatcherState, lane: Lane): LaneLine {
  const line = lines.find((each) => each.lane === lane)
  if (!line) throw new RangeError(`There is no lane ${lane}.`)
  return line
}

/** Gives away and commits all that can be given away and committed now. */
function pump(state: DispatcherState): void {
  if (state.closed) return
  while (state.pool.hasRoom() && assignOne(state));
  state.committing ??= commitAll(state).finally(() => {
    state.committing = undefined
    settle(state)
    // What became ready between the last look and now.
    if (!state.closed && state.lines.some((line) => readyBatches(line).length > 0)) pump(state)
  })
}

function pumpIn(state: DispatcherState, waitMs: number): void {
  state.pacing ??= setTimeout(() => {
    state.pacing = undefined
    pump(state)
  }, waitMs)
}

function assignOne(state: DispatcherState): boolean {
  const now = (state.deps.monotonic ?? (() => performance.now()))()
  for (const line of inTurn(state.lines, state.assignTurns)) {
    const wait = waitForCompany(line, now, state.deps.paceMs ?? 0)
    const stretch = nextStretch(line, state.size, wait === 0)
    if (!stretch && wait > 0) pumpIn(state, wait)
    // A decoder's second job is not given to the other lane just because this one is still being framed.
    if (!stretch && awaitsClaim(line)) return false
    if (!stretch) continue
    state.lastJob += 1
    if (stretch.failures === 0) line.begunAt = now
    stretch.job = state.lastJob
    state.jobs.set(stretch.job, { line, stretch })
    countTurn(state.assignTurns, line.lane)
    const attributes = state.deps.attributes?.() ?? []
    state.pool.assign({ id: stretch.job, lane: line.lane, range: stretch.range, attributes })
    return true
  }
  return false
}

function hear(state: DispatcherState, answer: JobAnswer): void {
  const found = state.jobs.get(answer.job)
  if (!found || answer.kind === 'progress') return
  const { line, stretch } = found
  if (answer.kind === 'failed')
    giveBack(state, answer.job, { reason: answer.error, waitTicks: waitAfter(stretch.failures) })
  if (answer.kind === 'claimed') claimStretch(line, stretch, answer)
  if (answer.kind === 'decoded') {
    state.jobs.delete(answer.job)
    stretch.batch = answer.batch
    if (answer.skipped > 0)
      state.deps.onError?.(
        'digest.decode',
        new Error(`${answer.skipped} damaged frames of the spool were passed over.`),
      )
  }
  pump(state)
}

interface GivenBack {
  readonly reason: string
  readonly waitTicks: number
}

function giveBack(state: DispatcherState, job: number, { reason, waitTicks }: GivenBack): void {
  const found = state.jobs.get(job)
  if (!found) return
  state.jobs.delete(job)
  releaseStretch(found.stretch, waitTicks)
  state.deps.onError?.('digest.decode', new Error(`A decoder failed: ${reason}`))
}

async function commitAll(state: DispatcherState): Promise<void> {
  for (;;) {
    const line = inTurn(state.lines, state.commitTurns).find((each) => readyBatches(each).length > 0)
    if (!line || state.closed) return
    countTurn(state.commitTurns, line.lane)
    await commitReady(state, line)
    settle(state)
    while (!state.closed && state.pool.hasRoom() && assignOne(state));
  }
}

async function commitReady({ deps }: DispatcherState, line: LaneLine): Promise<void> {
  const batches = readyBatches(line)
  const merged = mergeBatches(batches)
  try {
    const changes = !isEmpty(merged) || comparePositions(merged.upTo, line.committed) > 0
    const report = changes ? await deps.committer.commit(merged) : undefined
    takeCommitted(line, batches.length)
    if (report) deps.onCommitted?.(report, merged.entries)
  } catch (error) {
    line.waitTicks = waitAfter(line.failures)
    line.failures += 1
    deps.onError?.('digest.commit', error)
  }
}

function isEmpty({ events, sessions, userReports, attachments, outcomes, parked }: DigestBatch): boolean {
  return [events, sessions, userReports, attachments, outcomes, parked].every(({ length }) => length === 0)
}

function tick(state: DispatcherState): void {
  for (const line of state.lines) {
    if (line.waitTicks > 0) line.waitTicks -= 1
    for (const stretch of line.stretches) if (stretch.waitTicks > 0) stretch.waitTicks -= 1
  }
  state.pool.tick()
  pump(state)
}

function waitAfter(failures: number): number {
  return Math.min(maxWaitTicks, 2 ** Math.min(failures, 10))
}

function settle(state: DispatcherState): void {
  state.waiters = state.waiters.filter(({ ends, resolve }) => {
    const done = state.lines.every((line, index) => isDrained(line, ends[index] ?? line.end))
    if (done) resolve()
    return !done
  })
}

/** Turns that the main lane has had in a row. */
interface Turns {
  main: number
}

/** The lines in the order in which they are to be tried. */
function inTurn(lines: readonly LaneLine[], turns: Turns): readonly LaneLine[] {
  return turns.main >= mainTurnsInRow ? lines.toReversed() : lines
}

function countTurn(turns: Turns, lane: Lane): void {
  turns.main = lane === 'main' ? turns.main + 1 : 0
}
