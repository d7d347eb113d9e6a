import type { Debugger } from 'node:inspector'
import { classifyPath } from '@culprit/stack'
import type { CaptureOptions } from './capture-options.ts'
import type { CapturedVariables, CaptureOutcome } from './captured-variables.ts'
import { copyVariables, type FrameScopes } from './copy-variables.ts'
import { HandledThrows, type ThrowSite } from './handled-throws.ts'
import { PauseWindow } from './pause-window.ts'
import { type PausedFrame, toPausedFrames } from './paused-frames.ts'
import { joinPauses, type PauseMember, type PauseWatcher } from './thread-pauses.ts'
import { toVariableBounds, type VariableBounds } from './variable-bounds.ts'
import type { VariablesStatus } from './variables-status.ts'

/** What is known of a thrown object. */
interface ThrowRecord {
  readonly captured?: CapturedVariables | undefined
  readonly outcome: CaptureOutcome
  readonly site?: ThrowSite | undefined
}

/** A thrown object as a pause hands it over, with copies of its variables. */
interface Received {
  readonly thrown: object
  readonly captured: CapturedVariables
}

/** The work behind `createLocalVariables`: connects, looks at pauses, and remembers by the thrown object. */
export class ThrowCapture implements PauseWatcher {
  readonly kind = 'variables'
  readonly #bounds: VariableBounds
  readonly #isInApp: (url: string) => boolean
  readonly #now: () => number
  readonly #window: PauseWindow
  readonly #vast = new WeakMap<object, string>()
  readonly #records = new WeakMap<object, ThrowRecord>()
  #link: PauseMember | undefined
  #handled: HandledThrows | undefined
  #reason = 'it was not started'
  #pauses = 0
  #captured = 0
  /** The frames of the pause that is being looked at, whose scopes are handed over. */
  #frames: readonly PausedFrame[] = []
  #received: Received | undefined

  constructor(options: CaptureOptions) {
    const { share = 0.01, isInApp = isApplication, now = () => performance.now() } = options
    this.#bounds = toVariableBounds(options)
    this.#isInApp = isInApp
    this.#now = now
    this.#window = new PauseWindow({ share, now })
  }

  /** Begins; when it cannot, `status` tells why. */
  start(): void {
    if (this.#link !== undefined) return
    const link = joinPauses(this)
    if (typeof link === 'string') {
      this.#reason = link
      return
    }
    this.#link = link
    const { urlOf, ignoreRanges: ignore } = link
    this.#handled = new HandledThrows({ urlOf, ignore, now: this.#now })
    this.#window.begin((on) => this.#switch(on))
  }

  /** Ends, for a reason that `status` and `statusOf` tell. */
  stop(reason: string): void {
    this.#window.end()
    this.#reason = reason
    this.#link?.leave()
    this.#link = undefined
  }

  /** Returns what was captured when this was thrown, and notes that it was asked about. */
  of(thrown: unknown): CapturedVariables | undefined {
    const record = this.#recordOf(thrown)
    if (record?.site !== undefined) this.#handled?.reported(record.site)
    return record?.captured
  }

  /** Returns whether its variables were captured, and if not, why. */
  statusOf(thrown: unknown): CaptureOutcome {
    if (!isObject(thrown)) return 'unavailable: only objects are followed from their throw'
    return this.#recordOf(thrown)?.outcome ?? this.#missedOutcome(thrown)
  }

  /** Returns what was done so far. */
  status(): VariablesStatus {
    return {
      state: this.#link === undefined ? 'off' : this.#window.isOpen ? 'on' : 'waiting',
      ...(this.#link === undefined && { reason: this.#reason }),
      pauses: this.#pauses,
      captured: this.#captured,
      spentMs: this.#window.spentMs,
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
    if (this.#handled?.missed(stackOf(thrown)) === true)
      return 'skipped: errors from here were handled until now'
    if (this.#window.wasClosed) return 'skipped: budget'
    return 'unavailable: its throw was not seen'
  }

  #switch(on: boolean): void {
    if (on && this.#link?.isContested() === true) this.stop('a debugger is attached')
    else this.#link?.pauseOnThrows(on)
  }

  onPause(event: Debugger.PausedEventDataType): void {
    const began = this.#now()
    this.#pauses++
    try {
      // Whatever goes wrong here, the program goes on as if nobody had looked.
      if (!this.#window.isProbing) this.#look(event)
    } catch {
      this.#received = undefined
    }
    this.#window.paused(event.callFrames.length, began)
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
    this.#frames = toPausedFrames(callFrames, {
      urlOf,
      isInApp: this.#isInApp,
      maxFrames: this.#bounds.maxFrames,
    })
    const idsOf = ({ scopeIds, receiverId }: PausedFrame): readonly string[] =>
      receiverId === undefined ? scopeIds : [receiverId, ...scopeIds]
    const ids = [thrownId, ...this.#frames.flatMap(idsOf)]
    this.#link.handOver(ids, ([thrown, ...scopes]) => this.#receive(thrown, scopes))
    // Not for a rethrow: the place of the throw decides whether its errors are reported.
    if (this.#received !== undefined) this.#remember(this.#received, this.#handled?.seen(callFrames))
    this.#received = undefined
  }

  #receive(thrown: unknown, objects: readonly unknown[]): void {
    if (!isObject(thrown) || this.#records.get(thrown)?.captured !== undefined) return
    const copied = copyVariables(toScopes(this.#frames, objects), { bounds: this.#bounds, vast: this.#vast })
    const frames = this.#frames.map(({ url, line, column, functionName }, index) => {
      return { url, line, column, functionName, vars: copied[index] ?? {} }
    })
    this.#received = { thrown, captured: { frames } }
  }

  #remember({ thrown, captured }: Received, site: ThrowSite | undefined): void {
    if (captured.frames.length === 0) {
      this.#records.set(thrown, { outcome: 'unavailable: none of the application was on the stack', site })
      return
    }
    this.#captured++
    this.#records.set(thrown, { captured, outcome: 'captured', site })
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
