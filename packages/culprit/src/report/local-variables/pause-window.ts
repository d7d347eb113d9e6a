import { AsyncLocalStorage } from 'node:async_hooks'
import { PauseBudget, type PauseBudgetOptions } from './pause-budget.ts'
import { PauseCost } from './pause-cost.ts'

/** What captures variables: every throw pauses, the breakpoints at some throws are on, or nothing does. */
export type WindowMode = 'pauses' | 'breakpoints' | 'closed'

/** What a window needs. */
export interface PauseWindowOptions extends PauseBudgetOptions {
  /** The CPU time of this thread in milliseconds. @default that of the process's thread, where Node tells it */
  readonly cpu?: (() => number) | undefined
}

/** A pause that is over. */
export interface EndedPause {
  /** How many calls were on the stack. */
  readonly frames: number
  /** How long whoever looked at it took, in milliseconds. */
  readonly listenerMs: number
  /** Whether it told nothing new: then there are no others for a while. */
  readonly isRepeat?: boolean | undefined
}

/** What a window switches, and whom it asks. */
export interface WindowHost {
  readonly use: (mode: WindowMode) => void
  /** How many breakpoints there are, and whether one of them waits for its turn. */
  readonly breakpoints: () => { readonly count: number; readonly isTrying: boolean }
}

/** A report comes soon after its throw; a window that closed longer ago than this did not miss the throw. */
const recentMs = 5000
/** The machine's speed is measured anew now and then, at first more often, since the first pauses are slow ones. */
const probeEveryMs = 30_000
const earlyProbes = 8
const shortestWaitMs = 10
/** Breakpoints see some throws only; after so long it is the turn of pauses, which see all. */
const breakpointsMs = 1000
/** A breakpoint that has yet to show what it is worth has so long for it, though pauses could be paid. */
const trialMs = 250
/** A listener that took longer was interrupted by other processes: then its CPU time counts, whose clock is coarse. */
const interruptedMs = 5
const cpuClockMs = 3
/** Of a short time, pauses take no more than this: some 4 ms at once, then there is time for whoever waits. */
const burst = { share: 0.2, savedMs: 20 }
/** After a pause that told nothing new; twice as long after each one more, until something new is seen. */
const firstRestMs = 2000
const longestRestMs = 8000

/**
 * Has throws pause while there is budget, a few at a time: what was saved up in a quiet minute would stop the program for
 * most of 50 ms when many requests begin to fail at once. When it is spent, pauses are off at once, and on again for a short window as
 * soon as two of them can be paid. Meanwhile breakpoints may have what is there, if there are any: with them the budget
 * goes further, so they are on until it is enough for pauses again, or for a second.
 */
export class PauseWindow {
  readonly #now: () => number
  readonly #cpu: () => number
  readonly #budget: PauseBudget
  /** None where the budget itself allows for more. */
  readonly #burst: PauseBudget | undefined
  readonly #cost = new PauseCost()
  /** Timers of a window must not hold the context of the request that spent it. */
  readonly #outside = AsyncLocalStorage.snapshot()
  #host: WindowHost | undefined
  #mode: WindowMode = 'closed'
  #closedUntil = -Infinity
  #restsUntil = -Infinity
  #restMs = firstRestMs
  #pausesEndedAt = -Infinity
  #timer: NodeJS.Timeout | undefined
  #probes = 0
  #probedAt = 0
  #probe: { frames: number; listenerMs: number } | undefined

  constructor(options: PauseWindowOptions) {
    this.#now = options.now
    this.#cpu = options.cpu ?? threadCpuMs
    this.#budget = new PauseBudget(options)
    const { share, now } = options
    this.#burst = share < burst.share ? new PauseBudget({ ...burst, now }) : undefined
  }

  /** Whether every throw is seen. */
  get isOpen(): boolean {
    return this.#mode === 'pauses'
  }

  /** True when a throw of the last seconds may have been missed for want of budget. */
  get wasClosed(): boolean {
    return !this.isOpen || this.#now() - this.#closedUntil < recentMs
  }

  /** True within a pause of our own, made to measure what a pause costs. */
  get isProbing(): boolean {
    return this.#probe !== undefined
  }

  get spentMs(): number {
    return this.#budget.spentMs
  }

  /** Opens; the host may end the window instead by calling `end`. */
  begin(host: WindowHost): void {
    this.#host = host
    this.#open()
  }

  /** Stays closed from now on. Does not switch anything off: whoever held it is gone. */
  end(): void {
    clearTimeout(this.#timer)
    this.#host = undefined
    this.#mode = 'closed'
  }

  /** Returns how to account for a listener that begins now: a function that tells its milliseconds. */
  clock(): () => number {
    const began = this.#now()
    const cpuBegan = this.#cpu()
    return () => {
      const ms = this.#now() - began
      return ms < interruptedMs ? ms : Math.min(ms, this.#cpu() - cpuBegan + cpuClockMs)
    }
  }

  /** Accounts for a pause. */
  paused({ frames, listenerMs, isRepeat = false }: EndedPause): void {
    if (this.#probe !== undefined) Object.assign(this.#probe, { frames, listenerMs })
    else if (isRepeat) this.#rest()
    else this.#restMs = firstRestMs
    const ms = this.#cost.of(frames, listenerMs)
    const hasMore = this.#budget.spend(ms)
    const mayGoOn = this.#burst?.spend(ms) !== false
    const isEnough = isRepeat || this.#host?.breakpoints().isTrying === true
    if (this.isOpen && (!hasMore || !mayGoOn || isEnough)) this.#close()
  }

  #rest(): void {
    this.#restsUntil = this.#now() + this.#restMs
    this.#restMs = Math.min(longestRestMs, 2 * this.#restMs)
  }

  /** Accounts for the condition of a breakpoint; it stays on for the rest of the turn. */
  hit(listenerMs: number): void {
    this.#budget.spend(this.#cost.ofBreakpoint(listenerMs))
  }

  /** Switches breakpoints off when they have spent what was there, and on again where they were off for the turn. */
  turnEnded(): void {
    if (this.#mode !== 'breakpoints') return
    if (this.#budget.waitFor(0) > 0) this.#close()
    else this.#host?.use('breakpoints')
  }

  #use(mode: WindowMode): void {
    this.#mode = mode
    this.#host?.use(mode)
  }

  #open(): void {
    if (this.#probes > 0) this.#closedUntil = this.#now()
    this.#use('pauses')
    this.#measurePause()
  }

  #close(): void {
    if (this.isOpen) this.#pausesEndedAt = this.#now()
    this.#use('closed')
    if (this.#mayBreak())
      this.#after(this.#budget.waitFor(2 * this.#cost.meanBreakpointMs), () => this.#break())
    else this.#openLater()
  }

  /** With room for two pauses: a window that opens for less is closed by its first. */
  #openLater(): void {
    this.#after(this.#untilOpen(), () => this.#open())
  }

  #mayBreak(): boolean {
    const { count = 0 } = this.#host?.breakpoints() ?? {}
    return count > 0 && this.#now() - this.#pausesEndedAt < breakpointsMs
  }

  #break(): void {
    if (!this.#mayBreak()) return this.#openLater()
    this.#use('breakpoints')
    const enoughMs = this.#untilOpen()
    const waitMs = this.#host?.breakpoints().isTrying === true ? Math.max(trialMs, enoughMs) : enoughMs
    this.#after(Math.min(breakpointsMs, waitMs), () => this.#endBreak())
  }

  #endBreak(): void {
    if (this.#untilOpen() === 0) this.#open()
    else this.#close()
  }

  #untilOpen(): number {
    const ms = 2 * this.#cost.meanMs
    const untilPaid = Math.max(this.#budget.waitFor(ms), this.#burst?.waitFor(ms) ?? 0)
    return Math.max(untilPaid, this.#restsUntil - this.#now())
  }

  #after(ms: number, run: () => void): void {
    clearTimeout(this.#timer)
    this.#outside(() => {
      this.#timer = setTimeout(run, Math.max(shortestWaitMs, ms)).unref()
    })
  }

  /** Times throws of our own. */
  #measurePause(): void {
    if (this.#probes >= earlyProbes && this.#now() - this.#probedAt < probeEveryMs) return
    for (let rounds = this.#probes === 0 ? 3 : 1; rounds > 0 && this.isOpen; rounds--) {
      this.#probes++
      const probe = (this.#probe = { frames: 0, listenerMs: 0 })
      const began = this.#now()
      throwAndCatch()
      this.#probe = undefined
      if (probe.frames > 0) this.#cost.measured(probe.frames, this.#now() - began - probe.listenerMs)
    }
    this.#probedAt = this.#now()
  }
}

function throwAndCatch(): void {
  try {
    throw new Error('measuring')
  } catch {
    // Thrown to be seen by the debugger.
  }
}

/** Not every Node 22 has it. */
function threadCpuMs(): number {
  if (typeof process.threadCpuUsage !== 'function') return Infinity
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
