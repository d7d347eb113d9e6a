import { decodeEnvelope } from '@culprit/wire'
import { describe, expect, it } from 'vitest'
import type { Directory } from '../domain/project.ts'
import { type SpoolEntry, SpoolError, type SpoolWriter } from '../ports/spool.ts'
import { createOutcomeCounter, type OutcomeCounter } from './outcome-counter.ts'
import { createOwnReports, type OwnReports } from './own-reports.ts'

const directory: Directory = {
  projects: [
    { id: 1, slug: 'default', name: '', createdAt: 0, internal: false },
    { id: 2, slug: 'internal', name: '', createdAt: 0, internal: true },
  ],
  keys: [],
  members: [],
}

interface World {
  readonly reports: OwnReports
  readonly outcomes: OutcomeCounter
  readonly entries: SpoolEntry[]
  now: number
  broken: boolean
}

function create(known: Directory = directory): World {
  const entries: SpoolEntry[] = []
  const outcomes = createOutcomeCounter()
  const append: SpoolWriter['append'] = (_lane, entry) => {
    if (world.broken) return Promise.reject(new SpoolError('io', 'broken'))
    entries.push(entry)
    return Promise.resolve({ segment: 1, offset: 0 })
  }
  const spool = { append } as SpoolWriter
  const reports = createOwnReports({
    spool,
    directory: () => known,
    outcomes,
    clock: () => world.now,
    random: (size) => new Uint8Array(size).fill(7),
  })
  const world: World = { reports, outcomes, entries, now: 1e12, broken: false }
  return world
}

const report = { eventId: 'ab'.repeat(16), payload: Buffer.from('{"message":"no"}') }

describe('reportOwnError()', () => {
  it('spools the event for the internal project, under its id', async () => {
    const { reports, entries } = create()
    await reports.reportOwnError(report)
    expect(entries[0]?.meta).toMatchObject({ kind: 'envelope', projectId: 2, eventId: report.eventId })
    const [item] = decodeEnvelope(entries[0]?.body ?? new Uint8Array()).items
    expect(item?.header).toMatchObject({ type: 'event' })
    expect(Buffer.from(item?.payload ?? []).toString()).toBe('{"message":"no"}')
  })

  it('stops after sixty a minute and counts the rest', async () => {
    const world = create()
    for (let index = 0; index < 100; index += 1) await world.reports.reportOwnError(report)
    expect(world.entries).toHaveLength(60)
    expect(world.outcomes.drain()).toEqual([
      { projectId: 2, source: 'server', reason: 'quota', category: 'error', quantity: 40 },
    ])
    world.now += 120_000
    await world.reports.reportOwnError(report)
    expect(world.entries).toHaveLength(61)
  })

  it('does not reject, and does not report, when the report cannot be spooled', async () => {
    const world = create()
    world.broken = true
    await world.reports.reportOwnError(report)
    expect(world.entries).toEqual([])
    expect(world.outcomes.drain()).toMatchObject([{ reason: 'internal', quantity: 1 }])
  })

  it('does nothing without an internal project', async () => {
    const { reports, entries } = create({ ...directory, projects: [] })
    await reports.reportOwnError(report)
    expect(entries).toEqual([])
  })
})

describe('reportPolicy()', () => {
  it('shares the budget and refuses large bodies', async () => {
    const { reports, entries } = create()
    expect(await reports.reportPolicy(Buffer.from('{}'), 'application/csp-report')).toBe('accepted')
    expect(entries[0]?.meta).toMatchObject({
      kind: 'security',
      projectId: 2,
      contentType: 'application/csp-report',
    })
    expect(await reports.reportPolicy(Buffer.alloc(100_000), 'application/csp-report')).toBe('over-budget')
    for (let index = 0; index < 59; index += 1) await reports.reportOwnError(report)
    expect(await reports.reportPolicy(Buffer.from('{}'), 'application/csp-report')).toBe('over-budget')
  })
})
