import { describe, expect, it } from 'vitest'
import type { SpoolUsage } from '../ports/spool.ts'
import { type Backlog, createBacklog } from './backlog.ts'

interface World {
  usage: SpoolUsage
}

function create(usage: Partial<SpoolUsage> = {}): { readonly backlog: Backlog; readonly world: World } {
  const world: World = { usage: { pendingBytes: 0, pendingEntries: 0, freeDiskBytes: 1e9, ...usage } }
  return {
    world,
    backlog: createBacklog({
      spool: { usage: () => world.usage },
      spoolBytes: 100_000_000,
      room: { entries: 100, bytes: 10_000_000 },
    }),
  }
}

function enterAll(backlog: Backlog, projectId: number, count: number): readonly string[] {
  return Array.from({ length: count }, () => backlog.enter(projectId))
}

describe('lanes', () => {
  it('send a project with a backlog to bulk until it is digested', () => {
    const { backlog } = create({ pendingEntries: 100_000 })
    expect(enterAll(backlog, 1, 200).indexOf('bulk')).toBe(125)
    expect(backlog.enter(2)).toBe('main')
    backlog.digested({ projectId: 1, entries: 200 })
    expect(backlog.enter(1)).toBe('main')
  })

  it('send a project with a fifth of a full spool to bulk, however few its entries', () => {
    const { backlog } = create({ pendingEntries: 10, pendingBytes: 50_000_000 })
    expect(enterAll(backlog, 1, 8)).toEqual(['main', 'main', 'main', 'bulk', 'bulk', 'bulk', 'bulk', 'bulk'])
  })

  it('forget a backlog that nobody reported as digested once nothing waits', () => {
    const { backlog, world } = create({ pendingEntries: 600 })
    enterAll(backlog, 1, 600)
    expect(backlog.entries()).toBe(600)
    world.usage = { ...world.usage, pendingEntries: 0 }
    expect(backlog.enter(1)).toBe('main')
    expect(backlog.isBehind(1)).toBe(false)
  })
})

describe('isBehind', () => {
  it('is true above the room, and false again once enough was digested', () => {
    const { backlog } = create({ pendingEntries: 100_000 })
    enterAll(backlog, 1, 100)
    expect(backlog.isBehind(1)).toBe(false)
    expect(backlog.isBehind(1, { ofAll: 1, ofProject: 1 })).toBe(true)
    backlog.enter(1)
    expect(backlog.isBehind(1)).toBe(true)
    backlog.digested({ projectId: 1, entries: 1 })
    expect(backlog.isBehind(1)).toBe(false)
  })

  it('is true for projects with more than their share only', () => {
    const { backlog } = create({ pendingEntries: 100_000 })
    enterAll(backlog, 1, 90)
    enterAll(backlog, 2, 10)
    expect([1, 2].map((id) => backlog.isBehind(id))).toEqual([false, false])
    enterAll(backlog, 2, 10)
    expect([1, 2, 3].map((id) => backlog.isBehind(id))).toEqual([true, false, false])
    enterAll(backlog, 2, 40)
    expect([1, 2].map((id) => backlog.isBehind(id))).toEqual([true, true])
  })

  it('is true for somebody when all is too much, however many share the room', () => {
    const { backlog } = create({ pendingEntries: 100_000 })
    for (let id = 1; id <= 51; id += 1) enterAll(backlog, id, 2)
    const ids = Array.from({ length: 51 }, (_, index) => index + 1)
    expect(ids.filter((id) => backlog.isBehind(id))).toHaveLength(51)
  })

  it('goes by bytes when entries are large', () => {
    const { backlog } = create({ pendingEntries: 50, pendingBytes: 50_000_000 })
    enterAll(backlog, 1, 10)
    expect(backlog.isBehind(1)).toBe(false)
    backlog.enter(1)
    expect(backlog.isBehind(1)).toBe(true)
  })

  it('counts nothing twice that was digested and never entered', () => {
    const { backlog } = create({ pendingEntries: 100_000 })
    backlog.digested({ projectId: 1, entries: 1000 })
    enterAll(backlog, 1, 101)
    expect(backlog.entries()).toBe(101)
    expect(backlog.isBehind(1)).toBe(true)
  })
})
