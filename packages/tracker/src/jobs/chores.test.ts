import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startChores, type ChoresDeps } from './chores.ts'

interface Bench {
  readonly deps: ChoresDeps
  readonly done: Record<'watch' | 'count' | 'release' | 'retain', number>
  readonly errors: string[]
}

function bench(flush: () => Promise<void> = async () => undefined): Bench {
  const done = { watch: 0, count: 0, release: 0, retain: 0 }
  const errors: string[] = []
  const deps: ChoresDeps = {
    digest: {
      flushCounters: async () => {
        done.count += 1
        await flush()
      },
      durableCursor: async () => ({ segment: 1, offset: 2 }),
    },
    commands: {
      applyRetention: async () => {
        done.retain += 1
        return { daysRemoved: [], bytesFreed: 0 }
      },
    },
    retentionDays: 90,
    watchAlerts: () => Promise.resolve(),
    watch: () => {
      done.watch += 1
    },
    onDurable: () => {
      done.release += 1
    },
    onError: (where, error) => errors.push(`${where}: ${String(error)}`),
  }
  return { deps, done, errors }
}

beforeEach(() => {
  vi.useFakeTimers()
})

afterEach(() => {
  vi.useRealTimers()
})

describe('startChores()', () => {
  it('does each chore at its own pace', async () => {
    const { deps, done } = bench()
    const chores = startChores(deps)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(done).toEqual({ watch: 10, count: 10, release: 10, retain: 1 })
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(done.retain).toBe(2)
    chores.stop()
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(done.retain).toBe(2)
  })

  it('skips turns while a chore is under way', async () => {
    const { deps, done } = bench(() => new Promise(() => undefined))
    const chores = startChores(deps)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(done.count).toBe(1)
    chores.stop()
  })

  it('reports a chore that fails and does it again', async () => {
    const { deps, done, errors } = bench(async () => {
      throw new Error('disk')
    })
    const chores = startChores(deps)
    await vi.advanceTimersByTimeAsync(2000)
    expect(errors).toEqual(['counters: Error: disk', 'counters: Error: disk'])
    expect(done.count).toBe(2)
    chores.stop()
  })
})
