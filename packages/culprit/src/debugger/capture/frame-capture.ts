import { AsyncLocalStorage } from 'node:async_hooks'
import type { Debugger } from 'node:inspector'
import {
  joinPauses,
  type PauseMember,
  type PauseWatcher,
  pauseWatcherOf,
} from '../../report/local-variables/thread-pauses.ts'
import type { CapturedThrow } from './captured-frame.ts'
import { CaptureBudget } from './capture-budget.ts'
import { takeFrames } from './frames-at-pause.ts'
import { RecentPlainThrows } from './plain-throws.ts'

/** Whether throws are captured, and if not, why. */
export type CaptureState =
  | { readonly state: 'on' }
  | { readonly state: 'external-debugger' | 'off'; readonly reason: string }

const attached = 'a debugger is attached'

/**
 * Keeps the frames of every error that is thrown in this thread alive. One of it serves all applications of the thread.
 * The first throw of an error counts, since a rethrow has lost the frames below it. Off while another debugger (VS Code,
 * `--inspect`) is attached, and on again when that is gone.
 */
export class FrameCapture implements PauseWatcher {
  readonly kind = 'debugger'
  readonly #throws = new WeakMap<object, CapturedThrow>()
  readonly #plain = new RecentPlainThrows()
  readonly #budget = new CaptureBudget()
  /** Throws of what runs in it are of no interest: the console's own. */
  readonly #unwatched = new AsyncLocalStorage<true>()
  #link: PauseMember | undefined
  #users = 0
  #reason = 'it was not started'

  /** Returns the capture of this thread, which is begun for the first one who asks. */
  static ofThread(): FrameCapture {
    const running = pauseWatcherOf('debugger')
    const capture = running instanceof FrameCapture ? running : new FrameCapture()
    capture.#users++
    capture.#start()
    return capture
  }

  /** Says that one of those who asked for it needs it no more; with the last one it ends. */
  release(): void {
    this.#users--
    if (this.#users === 0) this.#stop('it was stopped')
  }

  /** Returns what was captured when this was thrown; for a string or the like, in the current asynchronous context. */
  of(thrown: unknown): CapturedThrow | undefined {
    return isObject(thrown) ? this.#throws.get(thrown) : this.#plain.of(thrown)
  }

  /** Returns the state at this moment; a debugger may have been attached or detached since the last one. */
  state(): CaptureState {
    if (this.#link?.isContested() === true) this.#stop(attached)
    else if (this.#link === undefined && this.#users > 0) this.#start()
    if (this.#link !== undefined) return { state: 'on' }
    return { state: this.#reason === attached ? 'external-debugger' : 'off', reason: this.#reason }
  }

  /** Runs a function whose throws are not captured, nor those of what it begins. */
  unwatched<Result>(run: () => Result): Result {
    return this.#unwatched.run(true, run)
  }

  onPause({ reason, data, callFrames }: Debugger.PausedEventDataType): void {
    const link = this.#link
    if (link === undefined) return
    if (link.isContested()) {
      setImmediate(() => this.state())
      return
    }
    // An enabled debugger raises the limit of the heap when it is reached; the program should have its own limit.
    if (reason === 'OOM') setImmediate(() => this.#stop('the heap is full'))
    if (reason !== 'exception' && reason !== 'promiseRejection') return
    if (this.#unwatched.getStore() === true) return
    const began = performance.now()
    if (this.#budget.allows(began)) this.#capture(remoteThrown(data), callFrames, link)
    this.#budget.spent(performance.now() - began)
  }

  #capture(thrown: RemoteThrown, callFrames: readonly Debugger.CallFrame[], link: PauseMember): void {
    let target: unknown = thrown.value
    if (thrown.id !== undefined) link.handOver([thrown.id], ([value]) => (target = value))
    if (isObject(target) && this.#throws.has(target)) return
    const { frames, places } = takeFrames(callFrames, link)
    const captured = { frames, places, inContext: AsyncLocalStorage.snapshot() }
    if (isObject(target)) this.#throws.set(target, captured)
    else if (thrown.id === undefined) this.#plain.add(target, captured)
  }

  #start(): void {
    if (this.#link !== undefined) return
    const link = joinPauses(this)
    if (typeof link === 'string') {
      this.#reason = link
      return
    }
    this.#link = link
    link.pauseOnThrows(true)
  }

  #stop(reason: string): void {
    this.#reason = reason
    this.#link?.leave()
    this.#link = undefined
  }
}

/** What was thrown as a pause tells it: an id for an object, the value for anything else that JSON can hold. */
interface RemoteThrown {
  readonly id?: string | undefined
  readonly value?: unknown
}

function remoteThrown(data: object | undefined): RemoteThrown {
  const { objectId, value } = (data ?? {}) as { readonly objectId?: unknown; readonly value?: unknown }
  return typeof objectId === 'string' ? { id: objectId } : { value }
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}
