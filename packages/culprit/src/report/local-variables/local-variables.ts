import type { CaptureOptions } from './capture-options.ts'
import type { CapturedVariables, CaptureOutcome } from './captured-variables.ts'
import { ThrowCapture } from './throw-capture.ts'
import type { VariablesStatus } from './variables-status.ts'

/** Captures the local variables of errors at their throw. */
export interface LocalVariables {
  /** Begins; when it cannot, `status` tells why. Blocks for some 20 ms, more in a large heap. */
  readonly start: () => void
  readonly stop: () => void
  /** Returns what was captured when this was thrown. Asking is noted: places that are asked about stay watched. */
  readonly of: (thrown: unknown) => CapturedVariables | undefined
  /** Returns whether `of` would return something. Asking is not noted. */
  readonly has: (thrown: unknown) => boolean
  /** Returns whether a pause has captured them; breakpoints are not asked, which takes the stack. */
  readonly wasCaptured: (thrown: unknown) => boolean
  /** Notes, for next to nothing, that this would have been reported, had there been fewer of them. */
  readonly skip: (thrown: unknown) => void
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
  const capture = new ThrowCapture(options)
  return {
    start: () => capture.start(),
    stop: () => capture.stop('it was stopped'),
    of: (thrown) => capture.of(thrown),
    has: (thrown) => capture.has(thrown),
    wasCaptured: (thrown) => capture.wasCaptured(thrown),
    skip: (thrown) => capture.skip(thrown),
    status: () => capture.status(),
    statusOf: (thrown) => capture.statusOf(thrown),
  }
}
