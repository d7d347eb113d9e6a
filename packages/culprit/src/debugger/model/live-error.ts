import type { CapturedFrame, CapturedThrow } from '../capture/captured-frame.ts'
import { FrameConsole } from '../console/frame-console.ts'
import type { LoopWatch } from '../console/loop-watch.ts'
import type { DebuggedError } from '../debugged-error.ts'
import type { LiveError } from '../store/live-failure.ts'
import type { ValueHandles } from '../values/value-handles.ts'

/** What an error is kept alive with. */
export interface LiveErrorOptions {
  readonly error: DebuggedError
  readonly captured: CapturedThrow | undefined
  readonly frames: readonly (CapturedFrame | undefined)[]
  readonly handles: ValueHandles
  /** `$err`, `$req`: what consoles offer. */
  readonly names: Readonly<Record<string, unknown>>
  readonly loops: LoopWatch
  /** Keeps what consoles throw from being captured. */
  readonly unwatched: <Result>(run: () => Result) => Result
}

/** Returns an error with the consoles of its frames, each made when it is first used. */
export function liveError(options: LiveErrorOptions): LiveError {
  const { error, captured, frames, handles, names, loops, unwatched } = options
  const consoles = new Map<number, FrameConsole>()
  const consoleOf = (index: number): FrameConsole | undefined => {
    const frame = frames[index]
    if (frame === undefined || captured === undefined) return undefined
    const open = consoles.get(index)
    if (open !== undefined) return open
    const inContext: CapturedThrow['inContext'] = (run) => captured.inContext(() => unwatched(run))
    const made = new FrameConsole({ frame, inContext, names, handles, loops })
    consoles.set(index, made)
    return made
  }
  const cancel = (evaluation: string): void => {
    for (const each of consoles.values()) each.cancel(evaluation)
  }
  return { error, frames, consoleOf, cancel }
}
