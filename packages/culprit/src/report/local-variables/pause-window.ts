import { AsyncLocalStorage } from 'node:async_hooks'
import { PauseBudget, type PauseBudgetOptions } from './pause-budget.ts'
import { PauseCost } from './pause-cost.ts'

/** Switches pauses on and off. */
export type PauseSwitch = (on: boolean) => void

/** A report comes soon after its throw; a window that closed longer ago than this did not miss the throw. */
const recentMs = 5000
/** The machine's speed is measured anew now and then, at first more often, since the first pauses are slow ones. */
const probeEveryMs = 30_000
const earlyProbes = 8
const shortestWaitMs = 10

/**
 * Has throws pause while there is budget. When it is spent, pauses are off at once, and on again for a short window as
 * soon as two of them can be paid.
 */
export class PauseWindow {
  readonly #now: () => number
  readonly #budget: PauseBudget
  readonly #cost = new PauseCost()
  /** Timers of a window must not hold the context of the request that spent it. */
  readonly #outside = AsyncLocalStorage.snapshot()
  #switch: PauseSwitch | undefined
  #isOpen = false
  #closedUntil = -Infinity
  #timer: NodeJS.Timeout | undefined
  #probes = 0
  #probedAt = 0
  #probe: { frames: number; listenerMs: number } | undefined

  constructor(options: PauseBudgetOptions) {
    this.#now = options.now
    this.#budget = new PauseBudget(options)
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** True when a throw of the last seconds may have been missed for want of budget. */
  get wasClosed(): boolean {
    return !this.#isOpen || this.#now() - this.#closedUntil < recentMs
  }

  /** True within a pause of our own, made to measure what a pause costs. */
  get isProbing(): boolean {
    return this.#probe !== undefined
  }

  get spentMs(): number {
    return this.#budget.spentMs
  }

  /** Opens; `pauses` may end the window instead by calling `end`. */
  begin(pauses: PauseSwitch): void {
    this.#switch = pauses
    this.#open()
  }

  /** Stays closed from now on. Does not switch pauses off: whoever held them is gone. */
  end(): void {
    clearTimeout(this.#timer)
    this.#switch = undefined
    this.#isOpen = false
  }

  /** Accounts for a pause with so many frames on the stack whose listener began at `began`. */
  paused(frames: number, began: number): void {
    const listenerMs = this.#now() - began
    if (this.#probe !== undefined) Object.assign(this.#probe, { frames, listenerMs })
    if (!this.#budget.spend(this.#cost.of(frames, listenerMs)) && this.#isOpen) this.#close()
  }

  #open(): void {
    if (this.#probes > 0) this.#closedUntil = this.#now()
    this.#isOpen = true
    this.#switch?.(true)
    this.#measurePause()
  }

  #close(): void {
    this.#isOpen = false
    this.#switch?.(false)
    // Room for two pauses: a window that opens for less is closed by its first.
    const waitMs = Math.max(shortestWaitMs, this.#budget.waitFor(2 * this.#cost.meanMs))
    this.#outside(() => {
      this.#timer = setTimeout(() => this.#open(), waitMs).unref()
    })
  }

  /** Times throws of our own. */
  #measurePause(): void {
    if (this.#probes >= earlyProbes && this.#now() - this.#probedAt < probeEveryMs) return
    for (let rounds = this.#probes === 0 ? 3 : 1; rounds > 0 && this.#isOpen; rounds--) {
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
