import type { Level } from '@culprit/wire'
import type { CaptureHint } from './capture-hint.ts'
import type { ReportedFrame } from '../logging/frames/frames.ts'
import type { FrameVariables } from './exceptions.ts'
import type { ScopeData } from './report-scope.ts'
import type { ReportSettings } from './options.ts'

/** One thing that is being reported. */
export interface Capture {
  readonly eventId: string
  /** Seconds since 1970. */
  readonly timestamp: number
  readonly level: Level
  readonly hint: CaptureHint
  readonly scope: ScopeData
  readonly settings: ReportSettings
  /** What is reported: an error with what it was thrown as, or a text. */
  readonly subject: CaptureSubject
  /** Reports of the same kind that were not sent since the last that was, since there were too many. */
  readonly notSent: number
}

/** What is reported. `stack` is that of the reporting call, for something thrown that has none. */
export type CaptureSubject =
  | { readonly kind: 'thrown'; readonly thrown: unknown; readonly stack?: string | undefined }
  | { readonly kind: 'message'; readonly message: string }

/** Where local variables come from. Nothing of it throws. */
export interface VariablesSource {
  /** Returns the variables of frames, oldest call first, at the same indices. */
  readonly variablesOf: (
    error: unknown,
    frames: readonly ReportedFrame[],
  ) => readonly (FrameVariables | undefined)[]
  /** `captured`, `skipped: budget`, or `unavailable: ` and why. */
  readonly statusOf: (error: unknown) => string
  /** Whether `variablesOf` would return some: asked before it is decided whether an error is sent. */
  readonly has?: ((error: unknown) => boolean) | undefined
  /** Whether a pause has captured them: as `has`, for errors whose stack is not worth reading. */
  readonly wasCaptured?: ((error: unknown) => boolean) | undefined
  /** Told of an error that would have been reported, but for a storm: its place is one of those that are. */
  readonly skipped?: ((error: unknown) => void) | undefined
  /** Ends capturing. */
  readonly stop?: (() => void) | undefined
}

/** What events are made with, besides what is reported. */
export interface EventTools {
  readonly framesOf: (stack: string) => readonly ReportedFrame[]
  readonly contexts: () => Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly modules: () => Readonly<Record<string, string>>
  readonly variables: VariablesSource | undefined
  readonly serverName: string
}
