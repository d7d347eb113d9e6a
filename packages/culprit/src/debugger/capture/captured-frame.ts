import type { CapturedPlace } from '../../report/local-variables/match-variables.ts'
import type { VariableScope } from '../debugged-error.ts'

/** Evaluates code by a direct `eval` inside a frame that has returned long since: its variables are alive in it. */
export type FrameEvaluator = (code: string) => unknown

/** One scope of a frame at the throw: an object that has its variables as properties. */
export interface CapturedScope {
  readonly scope: Exclude<VariableScope, 'this'>
  readonly variables: object
}

/** A frame of the stack at the throw, whoever it belongs to. */
export interface ThrowPlace extends CapturedPlace {
  /** 1-based. */
  readonly column: number
}

/** A frame of the application that is still alive. */
export interface CapturedFrame extends ThrowPlace {
  readonly evaluate: FrameEvaluator
  /** Innermost first. */
  readonly scopes: readonly CapturedScope[]
}

/** Runs a function in the asynchronous context in which the error was thrown: `AsyncLocalStorage` has its values there. */
export type InContext = <Result>(run: () => Result) => Result

/** What was taken when an error was thrown. It lives as long as the error. */
export interface CapturedThrow {
  /** Frames of the application, innermost first. */
  readonly frames: readonly CapturedFrame[]
  /** All frames, innermost first, at most 200: the only stack that a thrown string or plain object has. */
  readonly places: readonly ThrowPlace[]
  readonly inContext: InContext
}
