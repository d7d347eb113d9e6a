import { describe, expect, it, vi } from 'vitest'
import type { DigestBatch, FingerprintedEvent, Lane } from '../domain/digest-plan.ts'
import type { CommitReport } from './commit.ts'
import type { DecoderJob, DecoderMessage, DecoderPort } from './decoder-port.ts'
import { createDispatcher, type Dispatcher, type DispatcherDeps } from './dispatcher.ts'

interface FakeDecoder extends DecoderPort {
  readonly jobs: DecoderJob[]
  readonly stops: boolean[]
  say(message: DecoderMessage): void
}

interface Bench {
  readonly dispatcher: Dispatcher
  readonly decoders: FakeDecoder[]
  readonly commits: DigestBatch[]
  readonly errors: string[]
  readonly reports: CommitReport[]
}

function bench(size: number, more: Partial<DispatcherDeps> = {}): Bench {
  const decoders: FakeDecoder[] = []
  const commits: DigestBatch[] = []
  const errors: string[] = []
  const reports: CommitReport[] = []
  const startDecoder = (): DecoderPort => {
    let listener: (message: DecoderMessage) => void = () => undefined
    const jobs: DecoderJob[] = []
    const stops: boolean[] = []
    const decoder: FakeDecoder = {
      jobs,
      stops,
      assign: (job) => jobs.push(job),
      onMessage: (next) => {
        listener = next
      },
      stop: ({ force }) => stops.push(force),
      say: (message) => listener(message),
    }
    decoders.push(decoder)
    return decoder
  }
  const dispatcher = createDispatcher({
    startDecoder,
    decoders: size,
    committer: {
      commit: async (batch) => {
        commits.push(batch)
        return { plans: [] }
      },
    },
    cursors: new Map([
      ['main', at(0)],
      ['bulk', at(0)],
    ]),
    onError: (where, error) => errors.push(`${where}: ${String(error)}`),
    onCommitted: (report) => reports.push(report),
    ...more,
  })
  return { dispatcher, decoders, commits, errors, reports }
}

const at = (offset: number): { segment: number; offset: number } => ({ segment: 1, offset })

function batch(lane: Lane, upTo: number, ids: readonly string[]): DigestBatch {
  const events = ids.map((eventId) => ({ eventId, block: 0, slot: 0 }) as FingerprintedEvent)
  return {
    lane,
    upTo: at(upTo),
    entries: [],
    events,
    blocks: [],
    sessions: [],
    userReports: [],
    attachments: [],
    outcomes: [],
    parked: [],
  }
}

/** Answers the last job of a decoder: claimed up to an offset. */
function claim(decoder: FakeDecoder | undefined, next: number): DecoderJob {
  const job = decoder?.jobs.at(-1)
  if (!decoder || !job) throw new Error('The decoder has no job.')
  decoder.say({ kind: 'claimed', job: job.id, next: at(next), entries: 1 })
  return job
}

function decoded(decoder: FakeDecoder | undefined, job: DecoderJob, upTo: number): void {
  decoder?.say({
    kind: 'decoded',
    job: job.id,
    batch: batch(job.lane, upTo, [`${job.lane}${upTo}`]),
    skipped: 0,
  })
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('createDispatcher', () => {
  it('gives away the next stretch as soon as the one before is framed', () => {
    const {
      dispatcher,
      decoders: [a, b],
    } = bench(2)
    dispatcher.advance({ lane: 'main', end: at(100) })
    expect([a?.jobs.length, b?.jobs.length]).toEqual([1, 0])
    claim(a, 40)
    expect(b?.jobs[0]?.range).toMatchObject({ from: at(40), end: at(100) })
  })

  it('commits a lane in order, whichever decoder is faster', async () => {
    const {
      dispatcher,
      decoders: [a, b],
      commits,
    } = bench(2)
    dispatcher.advance({ lane: 'main', end: at(100) })
    const first = claim(a, 40)
    const second = claim(b, 100)
    decoded(b, second, 100)
    await turn()
    expect(commits).toEqual([])
    decoded(a, first, 40)
    await dispatcher.drained()
    expect(commits.flatMap(({ events }) => events).map(({ eventId }) => eventId)).toEqual([
      'main40',
      'main100',
    ])
    expect(dispatcher.committed('main')).toEqual(at(100))
  })

  it('merges what waits for a commit', async () => {
    const {
      dispatcher,
      decoders: [a, b],
      commits,
    } = bench(2)
    dispatcher.advance({ lane: 'main', end: at(100) })
    const first = claim(a, 40)
    const second = claim(b, 100)
    decoded(b, second, 100)
    decoded(a, first, 40)
    await dispatcher.drained()
    expect(commits).toHaveLength(1)
  })

  it('keeps one commit under 512 events', async () => {
    const {
      dispatcher,
      decoders: [a, b],
      commits,
    } = bench(2)
    dispatcher.advance({ lane: 'main', end: at(100) })
    const [first, second] = [claim(a, 40), claim(b, 100)]
    const many = Array.from({ length: 300 }, (_, index) => `${index}`)
    b?.say({ kind: 'decoded', job: second.id, batch: batch('main', 100, many), skipped: 0 })
    a?.say({ kind: 'decoded', job: first.id, batch: batch('main', 40, many), skipped: 0 })
    await dispatcher.drained()
    expect(commits.map(({ events }) => events.length)).toEqual([300, 300])
  })

  it('lets the bulk lane have every fourth turn', () => {
    const {
      dispatcher,
      decoders: [a],
    } = bench(1)
    dispatcher.advance({ lane: 'main', end: at(1000) })
    dispatcher.advance({ lane: 'bulk', end: at(1000) })
    for (let step = 0; step < 8; step += 1) {
      // The next job is given as soon as this one is framed, before it is decoded.
      const job = a?.jobs[step]
      if (!job) throw new Error('The decoder has no job.')
      a?.say({ kind: 'claimed', job: job.id, next: at((step + 1) * 10), entries: 1 })
      expect(a?.jobs.length).toBeGreaterThan(step + 1)
      decoded(a, job, (step + 1) * 10)
    }
    expect(a?.jobs.slice(0, 8).map(({ lane }) => lane)).toEqual([
      'main',
      'main',
      'main',
      'bulk',
      'main',
      'main',
      'main',
      'bulk',
    ])
  })

  it('does not ask again for an end at which nothing could be read', async () => {
    const {
      dispatcher,
      decoders: [a],
    } = bench(1)
    dispatcher.advance({ lane: 'main', end: at(100) })
    const job = a?.jobs[0]
    a?.say({ kind: 'claimed', job: job?.id ?? 0, next: at(0), entries: 0 })
    a?.say({ kind: 'decoded', job: job?.id ?? 0, batch: batch('main', 0, []), skipped: 0 })
    await dispatcher.drained()
    expect(a?.jobs).toHaveLength(1)
    dispatcher.advance({ lane: 'main', end: at(200) })
    expect(a?.jobs).toHaveLength(2)
  })

  it('moves the cursor past stretches without events', async () => {
    const {
      dispatcher,
      decoders: [a],
      commits,
      errors,
    } = bench(1)
    dispatcher.advance({ lane: 'main', end: at(100) })
    const job = claim(a, 100)
    a?.say({ kind: 'decoded', job: job.id, batch: batch('main', 100, []), skipped: 2 })
    await dispatcher.drained()
    expect(commits.map(({ upTo }) => upTo)).toEqual([at(100)])
    expect(errors[0]).toContain('2 damaged frames')
  })
})

describe('createDispatcher: faults', () => {
  it('replaces a decoder that says nothing for 15 s and reads its stretch again, no further', () => {
    const { dispatcher, decoders, errors } = bench(1)
    dispatcher.advance({ lane: 'main', end: at(100) })
    claim(decoders[0], 40)
    for (let second = 0; second < 14; second += 1) dispatcher.watch()
    expect(decoders).toHaveLength(1)
    dispatcher.watch()
    expect(decoders[0]?.stops).toEqual([true])
    expect(decoders[1]?.jobs[0]?.range).toMatchObject({ from: at(0), end: at(40) })
    expect(errors[0]).toContain('no progress')
  })

  it('is patient with a decoder that makes progress', () => {
    const { dispatcher, decoders } = bench(1)
    dispatcher.advance({ lane: 'main', end: at(100) })
    for (let second = 0; second < 60; second += 1) {
      if (second % 10 === 0) decoders[0]?.say({ kind: 'progress', job: 1 })
      dispatcher.watch()
    }
    expect(decoders).toHaveLength(1)
  })

  it('gives the stretch of a decoder that died to another, and ignores what the dead one still says', async () => {
    const { dispatcher, decoders, commits } = bench(2)
    dispatcher.advance({ lane: 'main', end: at(100) })
    const job = claim(decoders[0], 100)
    decoders[0]?.say({ kind: 'gone', error: 'out of memory' })
    dispatcher.watch()
    expect(decoders).toHaveLength(3)
    decoded(decoders[0], job, 100)
    await turn()
    expect(commits).toEqual([])
    const heir = decoders.find(({ jobs }) => jobs.some(({ id }) => id > job.id))
    decoded(heir, claim(heir, 100), 100)
    await dispatcher.drained()
    expect(commits).toHaveLength(1)
  })

  it('fills the gap when the second reading of a stretch stops earlier', async () => {
    const { dispatcher, decoders, commits } = bench(2)
    dispatcher.advance({ lane: 'main', end: at(100) })
    claim(decoders[0], 60)
    const behind = claim(decoders[1], 100)
    decoded(decoders[1], behind, 100)
    decoders[0]?.say({ kind: 'gone', error: 'x' })
    dispatcher.watch()
    const second = decoders[2]
    decoded(second, claim(second, 30), 30)
    const rest = decoders.flatMap(({ jobs }) => jobs).find(({ range }) => range.from.offset === 30)
    expect(rest?.range.end).toEqual(at(60))
    const heir = decoders.find(({ jobs }) => jobs.at(-1) === rest)
    decoded(heir, claim(heir, 60), 60)
    await dispatcher.drained()
    expect(commits.flatMap(({ events }) => events).map(({ eventId }) => eventId)).toEqual([
      'main30',
      'main60',
      'main100',
    ])
  })

  it('reads again after a pause when a stretch could not be read', () => {
    const {
      dispatcher,
      decoders: [a],
    } = bench(1)
    dispatcher.advance({ lane: 'main', end: at(100) })
    a?.say({ kind: 'failed', job: 1, error: 'EIO' })
    expect(a?.jobs).toHaveLength(1)
    dispatcher.watch()
    expect(a?.jobs).toHaveLength(2)
  })

  it('tries a commit again after growing pauses, without losing or doubling', async () => {
    let left = 2
    const done: string[] = []
    const commit = async (each: DigestBatch): Promise<CommitReport> => {
      if (left-- > 0) throw new Error('disk full')
      done.push(...each.events.map(({ eventId }) => eventId))
      return { plans: [] }
    }
    const {
      dispatcher,
      decoders: [a],
      errors,
    } = bench(1, { committer: { commit } })
    dispatcher.advance({ lane: 'main', end: at(100) })
    decoded(a, claim(a, 100), 100)
    for (let second = 0; second < 3; second += 1) {
      await turn()
      dispatcher.watch()
    }
    await dispatcher.drained()
    expect([done, errors.length]).toEqual([['main100'], 2])
  })

  it('stops by message and commits nothing after close', async () => {
    const {
      dispatcher,
      decoders: [a],
      commits,
    } = bench(1)
    dispatcher.advance({ lane: 'main', end: at(100) })
    const job = claim(a, 100)
    await dispatcher.close()
    decoded(a, job, 100)
    await turn()
    expect([a?.stops, commits]).toEqual([[false], []])
  })

  it('lets small jobs wait for company, but neither a lone event nor a large backlog', async () => {
    vi.useFakeTimers()
    let now = 0
    const {
      dispatcher,
      decoders: [a],
    } = bench(1, { paceMs: 25, monotonic: () => now })
    dispatcher.advance({ lane: 'main', end: at(10) })
    expect(a?.jobs).toHaveLength(1)
    decoded(a, claim(a, 10), 10)
    now = 5
    dispatcher.advance({ lane: 'main', end: at(20) })
    dispatcher.advance({ lane: 'main', end: at(30) })
    expect(a?.jobs).toHaveLength(1)
    now = 25
    await vi.advanceTimersByTimeAsync(25)
    expect(a?.jobs).toHaveLength(2)
    expect(a?.jobs[1]?.range).toMatchObject({ from: at(10), end: at(30) })
    decoded(a, claim(a, 30), 30)
    dispatcher.advance({ lane: 'main', end: at(1_000_000) })
    expect(a?.jobs).toHaveLength(3)
    vi.useRealTimers()
  })
})
