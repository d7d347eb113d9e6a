import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { PauseWindow, type WindowMode } from './pause-window.ts'

/** A window at a budget of 1 % whose time the test moves, and the modes it has used. */
function openWindow() {
  const modes: WindowMode[] = []
  const breakpoints = { count: 0, isTrying: false }
  let cpu = 0
  const window = new PauseWindow({ share: 0.01, now: () => performance.now(), cpu: () => cpu })
  window.begin({ use: (mode) => void modes.push(mode), breakpoints: () => breakpoints })
  return { window, modes, breakpoints, work: (ms: number) => (cpu += ms) }
}

describe('PauseWindow', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
  afterEach(() => vi.useRealTimers())

  it('N10: closes when the budget is spent, and opens for a short window once two pauses can be paid', () => {
    const { window, modes } = openWindow()
    for (let n = 0; n < 100 && window.isOpen; n++) window.paused({ frames: 8, listenerMs: 1 })
    expect(modes).toEqual(['pauses', 'closed'])
    expect(window.spentMs).toBeLessThan(30)
    vi.advanceTimersByTime(2000)
    expect(window.isOpen).toBe(true)
    for (let n = 0; n < 100 && window.isOpen; n++) window.paused({ frames: 8, listenerMs: 1 })
    expect(window.spentMs).toBeLessThan(60)
    expect(window.wasClosed).toBe(true)
  })

  it('spends what was saved up a few pauses at a time, and all of it', () => {
    const { window } = openWindow()
    let longestMs = 0
    for (let n = 0; n < 50; n++) {
      const before = window.spentMs
      for (let pauses = 0; pauses < 100 && window.isOpen; pauses++)
        window.paused({ frames: 8, listenerMs: 1 })
      longestMs = Math.max(longestMs, window.spentMs - before)
      vi.advanceTimersByTime(10)
    }
    expect(longestMs).toBeLessThan(7)
    expect(window.spentMs).toBeGreaterThan(20)
  })

  it('rests for two seconds after a pause that told nothing new, with a turn of breakpoints', () => {
    const { window, modes, breakpoints } = openWindow()
    breakpoints.count = 1
    window.paused({ frames: 8, listenerMs: 1, isRepeat: true })
    expect([window.isOpen, window.spentMs < 10]).toEqual([false, true])
    vi.advanceTimersByTime(1900)
    expect(modes).toEqual(['pauses', 'closed', 'breakpoints', 'closed'])
    vi.advanceTimersByTime(110)
    expect(window.isOpen).toBe(true)
    window.paused({ frames: 8, listenerMs: 1 })
    expect(window.isOpen).toBe(true)
  })

  it('rests twice as long after each more that told nothing new, up to eight seconds', () => {
    const { window } = openWindow()
    const restAfter = (isRepeat: boolean): number => {
      window.paused({ frames: 8, listenerMs: 0.1, isRepeat })
      let ms = 0
      for (; !window.isOpen && ms < 20_000; ms += 100) vi.advanceTimersByTime(100)
      return ms
    }
    expect([1, 2, 3, 4].map(() => restAfter(true))).toEqual([2000, 4000, 8000, 8000])
    expect(restAfter(false)).toBe(0)
    expect(restAfter(true)).toBe(2000)
  })

  it('tells for five seconds that throws may have been missed', () => {
    const { window } = openWindow()
    expect(window.wasClosed).toBe(false)
    for (let n = 0; n < 100 && window.isOpen; n++) window.paused({ frames: 8, listenerMs: 1 })
    vi.advanceTimersByTime(2000)
    expect([window.isOpen, window.wasClosed]).toEqual([true, true])
    vi.advanceTimersByTime(5000)
    expect(window.wasClosed).toBe(false)
  })

  it('N11: has pauses and breakpoints take turns, none for longer than a second', () => {
    const { window, modes, breakpoints } = openWindow()
    breakpoints.count = 1
    const seen = new Set<WindowMode>()
    for (let ms = 0; ms < 6000; ms += 5) {
      seen.add(modes.at(-1) ?? 'closed')
      if (window.isOpen) window.paused({ frames: 8, listenerMs: 1 })
      else if (modes.at(-1) === 'breakpoints') {
        window.hit(0.2)
        window.turnEnded()
      }
      vi.advanceTimersByTime(5)
    }
    expect([...seen].toSorted()).toEqual(['breakpoints', 'closed', 'pauses'])
    expect(modes.filter((mode) => mode === 'pauses').length).toBeGreaterThan(3)
    expect(window.spentMs).toBeLessThan(0.01 * 8500 + 10)
  })

  it('N11: gives a breakpoint its turn at once where it has yet to show what it is worth', () => {
    const { window, modes, breakpoints } = openWindow()
    Object.assign(breakpoints, { count: 1, isTrying: true })
    window.paused({ frames: 8, listenerMs: 1 })
    vi.advanceTimersByTime(50)
    expect(modes).toEqual(['pauses', 'closed', 'breakpoints'])
  })

  it('charges a listener that other processes interrupted by its CPU time', () => {
    const { window, work } = openWindow()
    const interrupted = window.clock()
    work(1)
    vi.advanceTimersByTime(100)
    expect(interrupted()).toBe(4)
    const long = window.clock()
    work(99)
    vi.advanceTimersByTime(100)
    expect(long()).toBe(100)
    const short = window.clock()
    vi.advanceTimersByTime(2)
    expect(short()).toBe(2)
  })
})
