import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { latestOnly } from './latest-only.ts'

describe('latestOnly()', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('runs once for many calls, and once more when things have settled', async () => {
    let runs = 0
    const call = latestOnly(async () => void (runs += 1))
    for (let n = 0; n < 10; n += 1) call()
    await vi.advanceTimersByTimeAsync(1000)
    expect(runs).toBe(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(runs).toBe(2)
  })

  it('never runs twice at a time, and again after a call during a run', async () => {
    let running = 0
    let most = 0
    let runs = 0
    const call = latestOnly(async () => {
      running += 1
      most = Math.max(most, running)
      await new Promise((resolve) => setTimeout(resolve, 2000))
      running -= 1
      runs += 1
    })
    call()
    await vi.advanceTimersByTimeAsync(1000)
    call()
    await vi.advanceTimersByTimeAsync(4600)
    expect(most).toBe(1)
    expect(runs).toBe(2)
  })

  it('goes on after a failure', async () => {
    let runs = 0
    const call = latestOnly(async () => {
      runs += 1
      throw new Error('no network')
    })
    call()
    await vi.advanceTimersByTimeAsync(1000)
    call()
    await vi.advanceTimersByTimeAsync(1000)
    expect(runs).toBe(2)
  })
})
