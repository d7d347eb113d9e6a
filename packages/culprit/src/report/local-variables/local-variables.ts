import { AsyncLocalStorage } from 'node:async_hooks'
import type { Debugger } from 'node:inspector'
import { classifyPath } from '@culprit/stack'
import type { CapturedVariables, CaptureOutcome } from './captured-variables.ts'
import { copyVariables, type FrameScopes } from './copy-variables.ts'
import { HandledThrows, type ThrowSite } from './handled-throws.ts'
import { connectInspector, type InspectorLink } from './inspector-link.ts'
import { PauseBudget } from './pause-budget.ts'
import { PauseCost } from './pause-cost.ts'
import { type PausedFrame, toPausedFrames } from './paused-frames.ts'
import { claimThread, releaseThread } from './thread-claim.ts'
import { toVariableBounds, type VariableBounds } from './variable-bounds.ts'

/** How local variables are captured. */
export interface CaptureOptions extends Partial<{ readonly [K in keyof VariableBounds]: number | undefined }> {
  /** The share of wall time that pauses may take, above 0 to 1. @default 0.01 */
  readonly share?: number | undefined
  /** Tells whether a script's code is the application's. @default not Node's and not below `node_modules` */
  readonly isInApp?: ((url: string) => boolean) | undefined
  /** A clock in milliseconds that does not go back. @default performance.now */
  readonly now?: (() => number) | undefined
}

/** What capturing did and does. */
export interface VariablesStatus {
  /** `on`: throws are seen; `waiting`: the budget is spent for the moment; `off`: not started, or not possible. */
  readonly state: 'on' | 'waiting' | 'off'
  /** Why it is off. */
  readonly reason?: string | undefined
  readonly pauses: number
  readonly captured: number
  /** Milliseconds that pauses took, most of it reckoned. */
  readonly spentMs: number
  /** Places whose throws the program handles itself, so that they no longer pause. */
  readonly passedOver: number
}

/** Captures the local variables of errors at their throw. */
export interface LocalVariables {
  /** Begins; when it cannot, `status` tells why. Blocks for some 20 ms, more in a large heap. */
  readonly start: () => void
  readonly stop: () => void
  /** Returns what was captured when this was thrown. Asking is noted: places that are asked about stay watched. */
  readonly of: (thrown: unknown) => CapturedVariables | undefined
  readonly status: () => VariablesStatus
  readonly statusOf: (thrown: unknown) => CaptureOutcome
}

/**
 * Returns a capture of local variables by a debugger in the same thread. Every throw pauses the program for a moment,
 * half a millisecond and more, so the time is kept under a share of wall time: when it is spent, throws run free until
 * there is some again. Off while somebody else debugs. The first capture of an error wins, since a rethrow has lost the
 * frames below it.
 */
export function createLocalVariables(options: CaptureOptions = {}): LocalVariables {
  const capture = new Capture(options)
  return {
    start: () => capture.start(),
    stop: () => capture.stop('it was stopped'),
    of: (thrown) => capture.of(thrown),
    status: () => capture.status(),
    statusOf: (thrown) => capture.statusOf(thrown),
  }
}

interface ThrowRecord {
  readonly captured?: CapturedVariables | undefined
  readonly outcome: CaptureOutcome
  readonly site?: ThrowSite | undefined
}

/** A report comes soon after its throw; a window that closed longer ago than this did not miss the throw. */
const recentMs = 5000
/** The machine's speed is measured anew now and then, at first more often, since the first pauses are slow ones. */
const probeEveryMs = 30_000
const earlyProbes = 8
const shortestWaitMs = 10

class Capture {
  readonly #bounds: VariableBounds
  readonly #isInApp: (url: string) => boolean
  readonly #now: () => number
  readonly #budget: PauseBudget
  readonly #cost = new PauseCost()
  readonly #vast = new WeakMap<object, string>()
  readonly #records = new WeakMap<object, ThrowRecord>()
  /** Timers of a window must not hold the context of the request that spent it. */
  readonly #outside = AsyncLocalStorage.snapshot()
  #link: InspectorLink | undefined
  #handled: HandledThrows | undefined
  #reason = 'it was not started'
  #isOpen = false
  #closedUntil = -Infinity
  #timer: NodeJS.Timeout | undefined
  #pauses = 0
  #captured = 0
  #probes = 0
  #probedAt = 0
  #probe: { frames: number; listenerMs: number } | undefined
  /** What the objects that a pause hands over belong to. */
  #paused: { readonly frames: readonly PausedFrame[]; readonly site: ThrowSite | undefined } | undefined

  constructor(options: CaptureOptions) {
    const { share = 0.01, isInApp = isApplication, now = () => performance.now() } = options
    this.#bounds = toVariableBounds(options)
    this.#isInApp = isInApp
    this.#now = now
    this.#budget = new PauseBudget({ share, now })
  }

  start(): void {
    if (this.#link !== undefined) return
    if (!claimThread(this)) {
      this.#reason = 'another copy of the library captures them'
      return
    }
    const link = connectInspector({
      onPause: (event) => this.#onPause(event),
      receive: (thrown, scopes) => this.#receive(thrown, scopes),
    })
    if (typeof link === 'string') {
      releaseThread(this)
      this.#reason = link
      return
    }
    this.#link = link
    const { urlOf, ignoreRanges: ignore } = link
    this.#handled = new HandledThrows({ urlOf, ignore, now: this.#now })
    this.#open()
  }

  stop(reason: string): void {
    clearTimeout(this.#timer)
    this.#isOpen = false
    this.#reason = reason
    releaseThread(this)
    this.#link?.disconnect()
    this.#link = undefined
  }

  of(thrown: unknown): CapturedVariables | undefined {
    const record = this.#recordOf(thrown)
    if (record?.site !== undefined) this.#handled?.reported(record.site)
    return record?.captured
  }

  statusOf(thrown: unknown): CaptureOutcome {
    if (!isObject(thrown)) return 'unavailable: only objects are followed from their throw'
    return this.#recordOf(thrown)?.outcome ?? this.#missedOutcome(thrown)
  }

  status(): VariablesStatus {
    return {
      state: this.#link === undefined ? 'off' : this.#isOpen ? 'on' : 'waiting',
      ...(this.#link === undefined && { reason: this.#reason }),
      pauses: this.#pauses,
      captured: this.#captured,
      spentMs: this.#budget.spentMs,
      passedOver: this.#handled?.count ?? 0,
    }
  }

  /** Returns what is known of a thrown object; one that was missed is found out about, and remembered, once. */
  #recordOf(thrown: unknown): ThrowRecord | undefined {
    if (!isObject(thrown)) return undefined
    const known = this.#records.get(thrown)
    if (known !== undefined || this.#link === undefined) return known
    const record: ThrowRecord = { outcome: this.#missedOutcome(thrown) }
    this.#records.set(thrown, record)
    return record
  }

  #missedOutcome(thrown: object): CaptureOutcome {
    if (this.#link === undefined) return `unavailable: ${this.#reason}`
    if (this.#handled?.missed(stackOf(thrown)) === true) return 'skipped: errors from here were handled until now'
    if (!this.#isOpen || this.#now() - this.#closedUntil < recentMs) return 'skipped: budget'
    return 'unavailable: its throw was not seen'
  }

  #open(): void {
    if (this.#link === undefined) return
    if (this.#link.isContested()) {
      this.stop('a debugger is attached')
      return
    }
    if (!this.#isOpen && this.#pauses > 0) this.#closedUntil = this.#now()
    this.#isOpen = true
    this.#link.pauseOnThrows(true)
    this.#measurePause()
  }

  #close(): void {
    this.#isOpen = false
    this.#link?.pauseOnThrows(false)
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

  #onPause(event: Debugger.PausedEventDataType): void {
    const began = this.#now()
    const link = this.#link
    const frames = event.callFrames.length
    this.#pauses++
    try {
      // Whatever goes wrong here, the program goes on as if nobody had looked.
      if (this.#probe === undefined) this.#look(event)
    } catch {
      this.#paused = undefined
    }
    link?.resume()
    const listenerMs = this.#now() - began
    if (this.#probe !== undefined) Object.assign(this.#probe, { frames, listenerMs })
    if (!this.#budget.spend(this.#cost.of(frames, listenerMs)) && this.#isOpen) this.#close()
  }

  #look({ reason, data, callFrames }: Debugger.PausedEventDataType): void {
    if (this.#link === undefined) return
    if (this.#link.isContested()) {
      setImmediate(() => this.stop('a debugger is attached'))
      return
    }
    // An enabled debugger raises the limit of the heap when it is reached; the program should have its own limit.
    if (reason === 'OOM') setImmediate(() => this.stop('the heap is full'))
    if (reason !== 'exception' && reason !== 'promiseRejection') return
    const thrownId = remoteIdOf(data)
    if (thrownId === undefined) return
    const { urlOf } = this.#link
    const frames = toPausedFrames(callFrames, { urlOf, isInApp: this.#isInApp, maxFrames: this.#bounds.maxFrames })
    this.#paused = { frames, site: this.#handled?.seen(callFrames) }
    this.#link.handOver(
      thrownId,
      frames.flatMap(({ scopeIds, receiverId }) => (receiverId === undefined ? scopeIds : [receiverId, ...scopeIds])),
    )
    this.#paused = undefined
  }

  #receive(thrown: unknown, objects: readonly unknown[]): void {
    if (this.#paused === undefined || !isObject(thrown)) return
    if (this.#records.get(thrown)?.captured !== undefined) return
    const { frames, site } = this.#paused
    if (frames.length === 0) {
      this.#records.set(thrown, { outcome: 'unavailable: none of the application was on the stack', site })
      return
    }
    const copied = copyVariables(toScopes(frames, objects), { bounds: this.#bounds, vast: this.#vast })
    const captured = frames.map(({ url, line, column, functionName }, index) => {
      return { url, line, column, functionName, vars: copied[index] ?? {} }
    })
    this.#captured++
    this.#records.set(thrown, { captured: { frames: captured }, outcome: 'captured', site })
  }
}

/** Gives each frame its part of the objects that were handed over in one list. */
function toScopes(frames: readonly PausedFrame[], objects: readonly unknown[]): readonly FrameScopes[] {
  let next = 0
  return frames.map(({ scopeIds, ownScopes, receiverId }) => {
    const receiver = receiverId === undefined ? undefined : objects[next++]
    const scopes = objects.slice(next, next + scopeIds.length).filter(isObject)
    next += scopeIds.length
    return { scopes, ownScopes, receiver: isObject(receiver) ? receiver : undefined }
  })
}

/** `data` is the remote object of what was thrown; a thrown text or number has no id. */
function remoteIdOf(data: object | undefined): string | undefined {
  const { objectId } = (data ?? {}) as { readonly objectId?: unknown }
  return typeof objectId === 'string' ? objectId : undefined
}

function stackOf(thrown: object): string {
  try {
    return String((thrown as { readonly stack?: unknown }).stack)
  } catch {
    return ''
  }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

function isApplication(url: string): boolean {
  return classifyPath(url) === 'app'
}

function throwAndCatch(): void {
  try {
    throw new Error('measuring')
  } catch {
    // Thrown to be seen by the debugger.
  }
}
