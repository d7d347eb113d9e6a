import type { CapturedFrame } from '../capture/captured-frame.ts'
import type { FrameConsole } from '../console/frame-console.ts'
import type { DebuggedError, DebuggedFailure } from '../debugged-error.ts'
import type { FailureSecrets } from '../trust/access.ts'
import type { ValueHandles } from '../values/value-handles.ts'

/** One error of a failure with what is alive of it. */
export interface LiveError {
  readonly error: DebuggedError
  /** By the position of the frame; undefined where nothing was captured. */
  readonly frames: readonly (CapturedFrame | undefined)[]
  /** Returns the console of a frame; undefined where the frame is not alive. Always the same one. */
  readonly consoleOf: (frame: number) => FrameConsole | undefined
  /** Gives up waiting for an evaluation in any of its consoles. */
  readonly cancel: (evaluation: string) => void
}

/** A failure whose page can be opened, with the values it shows. */
export interface LiveFailure {
  readonly failure: DebuggedFailure
  readonly errors: readonly LiveError[]
  readonly handles: ValueHandles
  readonly secrets: FailureSecrets
  /** What it keeps from being collected, reckoned. */
  readonly bytes: number
  /** Milliseconds of the clock of the store. */
  readonly storedAt: number
}
