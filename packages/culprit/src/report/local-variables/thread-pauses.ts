import type { Debugger } from 'node:inspector'
import { connectInspector, type InspectorLink } from './inspector-link.ts'
import { claimThread, releaseThread, threadOwner } from './thread-claim.ts'

/** Who looks at pauses; a thread has one of each kind. */
export type WatcherKind = 'variables' | 'debugger'

/** Looks at throws while the thread is paused. */
export interface PauseWatcher {
  readonly kind: WatcherKind
  /** Called for every pause, whoever wanted it. The pause is ended afterwards, also when it throws. */
  readonly onPause: (event: Debugger.PausedEventDataType) => void
}

/** A watcher's part of the session. */
export interface PauseMember extends Omit<InspectorLink, 'disconnect' | 'resume'> {
  /** Whether nobody else looks at pauses. */
  readonly isAlone: () => boolean
  /** Ends it; the last one closes the session. */
  readonly leave: () => void
}

/**
 * The pauses of one thread: one inspector session, in which one pause serves all who look at throws (the capture of local
 * variables for reports, and the interactive debugger). It pauses while one of them wants it to.
 */
class ThreadPauses {
  readonly #watchers = new Map<WatcherKind, PauseWatcher>()
  readonly #wanting = new Set<WatcherKind>()
  /** Ranges that the capture of variables has passed over, for when the debugger no longer needs every throw. */
  readonly #ignored = new Map<string, readonly Debugger.ScriptPosition[]>()
  #link: InspectorLink | undefined

  /** Returns why the session cannot be opened, or undefined when it is. */
  open(): string | undefined {
    const link = connectInspector((event) => this.#onPause(event))
    if (typeof link === 'string') return link
    this.#link = link
    return undefined
  }

  watcherOf(kind: WatcherKind): PauseWatcher | undefined {
    return this.#watchers.get(kind)
  }

  join(watcher: PauseWatcher): PauseMember | undefined {
    const link = this.#link
    if (link === undefined) return undefined
    this.#watchers.set(watcher.kind, watcher)
    this.#passOver()
    return {
      handOver: link.handOver,
      evaluateIn: link.evaluateIn,
      releaseEvaluated: link.releaseEvaluated,
      urlOf: link.urlOf,
      isContested: link.isContested,
      breakpoints: link.breakpoints,
      isAlone: () => this.#watchers.size === 1,
      pauseOnThrows: (on) => this.#want(watcher.kind, on),
      ignoreRanges: (scriptId, positions) => this.#ignore(scriptId, positions),
      leave: () => this.#leave(watcher),
    }
  }

  #want(kind: WatcherKind, on: boolean): void {
    const were = this.#wanting.size > 0
    if (on) this.#wanting.add(kind)
    else this.#wanting.delete(kind)
    const are = this.#wanting.size > 0
    if (were !== are) this.#link?.pauseOnThrows(are)
  }

  #leave(watcher: PauseWatcher): void {
    if (this.#watchers.get(watcher.kind) !== watcher) return
    this.#want(watcher.kind, false)
    this.#watchers.delete(watcher.kind)
    this.#passOver()
    if (this.#watchers.size > 0) return
    releaseThread(this)
    this.#link?.disconnect()
    this.#link = undefined
  }

  #onPause(event: Debugger.PausedEventDataType): void {
    for (const watcher of this.#watchers.values()) {
      try {
        watcher.onPause(event)
      } catch {
        // Whatever goes wrong here, the program goes on as if nobody had looked.
      }
    }
    this.#link?.resume()
  }

  #ignore(scriptId: string, positions: readonly Debugger.ScriptPosition[]): void {
    if (positions.length === 0) this.#ignored.delete(scriptId)
    else this.#ignored.set(scriptId, positions)
    if (!this.#watchers.has('debugger')) this.#link?.ignoreRanges(scriptId, positions)
  }

  /** The debugger sees every throw; without it, those that the program handles itself are passed over. */
  #passOver(): void {
    const all = this.#watchers.has('debugger')
    for (const [scriptId, positions] of this.#ignored)
      this.#link?.ignoreRanges(scriptId, all ? [] : positions)
  }
}

/**
 * Joins the session of this thread, which is opened for the first one. Returns why that is not possible: another copy of
 * the library has the thread, somebody of this kind looks at it already, or a debugger is attached.
 */
export function joinPauses(watcher: PauseWatcher): PauseMember | string {
  const taken = 'another copy of the library captures them'
  const owner = threadOwner()
  if (owner !== undefined && !(owner instanceof ThreadPauses)) return taken
  const pauses = owner ?? new ThreadPauses()
  if (pauses.watcherOf(watcher.kind) !== undefined) return taken
  if (owner === undefined) {
    const reason = pauses.open()
    if (reason !== undefined) return reason
    claimThread(pauses)
  }
  return pauses.join(watcher) ?? taken
}

/** Returns who of a kind looks at the pauses of this thread. */
export function pauseWatcherOf(kind: WatcherKind): PauseWatcher | undefined {
  const owner = threadOwner()
  return owner instanceof ThreadPauses ? owner.watcherOf(kind) : undefined
}
