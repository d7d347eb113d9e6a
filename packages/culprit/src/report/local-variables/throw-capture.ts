import { AsyncLocalStorage } from 'node:async_hooks'
import type { Debugger } from 'node:inspector'
import { classifyFile } from '../../logging/frames/classify-file.ts'
import type { CaptureOptions } from './capture-options.ts'
import type { CapturedVariables, CaptureOutcome } from './captured-variables.ts'
import { copyVariables } from './copy-variables.ts'
import { HandledThrows, type ThrowSite } from './handled-throws.ts'
import { PauseReader, type ReadThrow } from './pause-reader.ts'
import { PauseWindow, type WindowMode } from './pause-window.ts'
import { ThrowBreakpoints } from './throw-breakpoints.ts'
import { joinPauses, type PauseMember, type PauseWatcher } from './thread-pauses.ts'
import { type ThrowRecord, ThrowRecords } from './throw-records.ts'
import { stackOf } from './thrown-object.ts'
import { toVariableBounds, type VariableBounds } from './variable-bounds.ts'
import type { VariablesStatus } from './variables-status.ts'

/** Of a place whose errors are reported, before it may have a breakpoint. */
const pausesBeforeBreakpoint = 5
const reviewEveryMs = 1000
/** So long after a report was refused, another pause at a place that had a few is not worth its time. */
const stormMs = 10_000
const pausesOfKnown = 3

/** The work behind `createLocalVariables`: connects, looks at pauses, and remembers by the thrown object. */
export class ThrowCapture implements PauseWatcher {
  readonly kind = 'variables'
  readonly #bounds: VariableBounds
  readonly #isInApp: (url: string) => boolean
  readonly #now: () => number
  readonly #contextOf: () => object
  readonly #window: PauseWindow
  /** Timers must not hold the context of the request in which they are set. */
  readonly #outside = AsyncLocalStorage.snapshot()
  readonly #vast = new WeakMap<object, string>()
  readonly #records = new ThrowRecords({
    isOn: () => this.#link !== undefined,
    claim: (thrown) => this.#claim(thrown),
    missed: (thrown) => this.#missedOutcome(thrown),
  })
  #link: PauseMember | undefined
  #reader: PauseReader | undefined
  #handled: HandledThrows | undefined
  #breakpoints: ThrowBreakpoints | undefined
  #stopListening: (() => void) | undefined
  #reviewing: NodeJS.Timeout | undefined
  #reason = 'it was not started'
  #refusedAt = -Infinity
  #pauses = 0
  #captured = 0

  constructor(options: CaptureOptions) {
    const { share = 0.01, isInApp = isApplication, now = () => performance.now() } = options
    this.#contextOf = options.contextOf ?? (() => this)
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
    this.#reader = new PauseReader({
      link,
      isInApp: this.#isInApp,
      maxFrames: this.#bounds.maxFrames,
      copy: (frames) => copyVariables(frames, { bounds: this.#bounds, vast: this.#vast }),
      isCaptured: (thrown) => this.wasCaptured(thrown),
    })
    this.#handled = new HandledThrows({ urlOf, ignore, now: this.#now })
    this.#breakpoints = this.#createBreakpoints(link)
    this.#stopListening = link.breakpoints.listen((id, variables) => this.#onHit(id, variables))
    this.#window.begin({
      use: (mode) => this.#use(mode),
      breakpoints: () => this.#breakpoints ?? { count: 0, isTrying: false },
    })
  }

  /** Ends, for a reason that `status` and `statusOf` tell. */
  stop(reason: string): void {
    this.#window.end()
    clearInterval(this.#reviewing)
    this.#breakpoints?.end()
    this.#breakpoints = undefined
    this.#stopListening?.()
    this.#reason = reason
    this.#link?.leave()
    this.#link = undefined
  }

  /** Returns what was captured when this was thrown, and notes that it was asked about. */
  of(thrown: unknown): CapturedVariables | undefined {
    const record = this.#records.of(thrown)
    if (record?.site !== undefined) this.#handled?.reported(record.site)
    return record?.captured
  }

  /** Returns whether there is something for `of` to return; cheaper, and nothing is noted. */
  has(thrown: unknown): boolean {
    return this.#records.hasVariables(thrown)
  }

  /** Returns whether a pause has captured its variables. */
  wasCaptured(thrown: unknown): boolean {
    return this.#records.seen(thrown)?.captured !== undefined
  }

  /** Notes that this would have been reported, but for a storm: cheaper than asking for its variables. */
  skip(thrown: unknown): void {
    this.#refusedAt = this.#now()
    const site = this.#records.seen(thrown)?.site
    if (site?.isReported === false) this.#handled?.reported(site)
  }

  /** Returns whether its variables were captured, and if not, why. */
  statusOf(thrown: unknown): CaptureOutcome {
    return this.#records.outcomeOf(thrown)
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
      breakpoints: this.#breakpoints?.count ?? 0,
    }
  }

  /** Returns what a breakpoint has captured for an error that no pause has seen. */
  #claim(thrown: object): ThrowRecord | undefined {
    if (this.#breakpoints === undefined || this.#breakpoints.count === 0) return undefined
    const captured = this.#breakpoints.claim(stackOf(thrown))
    if (captured === undefined) return undefined
    this.#captured++
    return { captured, outcome: 'captured: of the function that threw' }
  }

  #missedOutcome(thrown: object): CaptureOutcome {
    if (this.#link === undefined) return `unavailable: ${this.#reason}`
    if (this.#handled?.missed(stackOf(thrown)) === true)
      return 'skipped: errors from here were handled until now'
    if (this.#window.wasClosed) return 'skipped: budget'
    return 'unavailable: its throw was not seen'
  }

  #createBreakpoints({ breakpoints: link }: PauseMember): ThrowBreakpoints {
    return new ThrowBreakpoints({
      link,
      now: this.#now,
      contextOf: this.#contextOf,
      copy: (variables) => {
        const frame = { scopes: [variables], ownScopes: 1 }
        return copyVariables([frame], { bounds: this.#bounds, vast: this.#vast })[0] ?? {}
      },
      soon: (run) => this.#outside(() => void setImmediate(run)),
      turnEnded: () => this.#window.turnEnded(),
    })
  }

  #use(mode: WindowMode): void {
    const link = this.#link
    if (mode !== 'closed' && link?.isContested() === true) return this.stop('a debugger is attached')
    if (mode === 'breakpoints') this.#breakpoints?.open()
    else if (mode === 'pauses') this.#breakpoints?.stop()
    else this.#breakpoints?.close()
    link?.pauseOnThrows(mode === 'pauses')
  }

  /** Called by the condition of a breakpoint, in the middle of the program. */
  #onHit(id: number, variables: object | undefined): void {
    const elapsed = this.#window.clock()
    try {
      this.#breakpoints?.hit(id, variables)
    } catch {
      // As if nobody had looked.
    }
    this.#window.hit(elapsed())
  }

  onPause(event: Debugger.PausedEventDataType): void {
    const elapsed = this.#window.clock()
    this.#pauses++
    let site: ThrowSite | undefined
    try {
      if (!this.#window.isProbing) site = this.#look(event)
    } catch {
      // Whatever goes wrong here, the program goes on as if nobody had looked.
    }
    const isRepeat = site !== undefined && this.#isRepeat(site)
    this.#window.paused({ frames: event.callFrames.length, listenerMs: elapsed(), isRepeat })
  }

  /** While there are more errors than can be sent, those of a known place are seen often enough. */
  #isRepeat({ isReported, pauses }: ThrowSite): boolean {
    return isReported && pauses > pausesOfKnown && this.#now() - this.#refusedAt < stormMs
  }

  /** Captures the variables of a thrown object, and returns the place of its throw; undefined when there are none. */
  #look(event: Debugger.PausedEventDataType): ThrowSite | undefined {
    if (this.#link === undefined) return undefined
    if (this.#link.isContested()) {
      setImmediate(() => this.stop('a debugger is attached'))
      return undefined
    }
    // An enabled debugger raises the limit of the heap when it is reached; the program should have its own limit.
    if (event.reason === 'OOM') setImmediate(() => this.stop('the heap is full'))
    const read = this.#reader?.read(event)
    // Not for a rethrow: the place of the throw decides whether its errors are reported.
    if (read === undefined) return undefined
    const site = this.#handled?.seen(event.callFrames)
    this.#remember(read, site)
    this.#consider(read, event.callFrames[0], site)
    return site
  }

  /** N11: what keeps failing, is reported, and costs more than there is, may do with a breakpoint. */
  #consider(
    { captured }: ReadThrow,
    callFrame: Debugger.CallFrame | undefined,
    site: ThrowSite | undefined,
  ): void {
    const [frame] = captured.frames
    if (frame === undefined || callFrame === undefined || site?.isReported !== true) return
    if (site.pauses < pausesBeforeBreakpoint || !this.#window.wasClosed) return
    // Somebody else has every throw pause.
    if (this.#link?.isAlone() !== true) return
    const { lineNumber, columnNumber = 0 } = callFrame.location
    // The innermost frame may be a library's.
    if (frame.line !== lineNumber + 1 || frame.column !== columnNumber + 1) return
    this.#breakpoints?.consider({ callFrame, frame })
    if (this.#breakpoints?.count === 0) return
    this.#reviewing ??= this.#outside(() => setInterval(() => this.#review(), reviewEveryMs).unref())
  }

  #review(): void {
    this.#breakpoints?.review()
    if ((this.#breakpoints?.count ?? 0) > 0) return
    clearInterval(this.#reviewing)
    this.#reviewing = undefined
  }

  #remember({ thrown, captured }: ReadThrow, site: ThrowSite | undefined): void {
    if (captured.frames.length === 0) {
      this.#records.set(thrown, { outcome: 'unavailable: none of the application was on the stack', site })
      return
    }
    this.#captured++
    this.#records.set(thrown, { captured, outcome: 'captured', site })
  }
}

function isApplication(url: string): boolean {
  return classifyFile(url) === 'app'
}
