import type { JsonObject } from './json.ts'

/** One source line near a frame's position. */
export interface ContextLine {
  /** 1-based line number in the file. */
  readonly line: number
  readonly text: string
  /** True for the line the frame stands on. */
  readonly current: boolean
}

/** One frame as a person sees it. */
export interface FrameView {
  /** Position in the exception's frames as sent (0 is the oldest call); part of the frame's permalink. */
  readonly index: number
  readonly function?: string | undefined
  readonly module?: string | undefined
  /** Path for display, relative to the application where that is known. */
  readonly path: string
  readonly absPath?: string | undefined
  /** 1-based. */
  readonly line?: number | undefined
  /** 1-based. */
  readonly column?: number | undefined
  readonly inApp: boolean
  /** Package the frame belongs to (npm, pip, ...), for naming runs of library frames. */
  readonly package?: string | undefined
  readonly context: readonly ContextLine[]
  readonly locals?: JsonObject | undefined
  /** One sentence on this frame's state, e.g. "no source map for this file". */
  readonly note?: string | undefined
}

/** How an exception of a chain got there: thrown, the `cause` of the one before, or a member of an aggregate. */
export type ExceptionRelation = 'raised' | 'cause' | 'aggregate'

/** One exception of a chain. */
export interface ExceptionView {
  readonly type?: string | undefined
  readonly value?: string | undefined
  readonly module?: string | undefined
  readonly handled?: boolean | undefined
  /** What caught it, in the SDK's words, e.g. `onuncaughtexception`. */
  readonly mechanism?: string | undefined
  readonly relation: ExceptionRelation
  /** In call order: oldest call first, the crashing frame last, as on the wire. */
  readonly frames: readonly FrameView[]
  /** Frames that were left out when the event was trimmed. */
  readonly framesCut?: number | undefined
}

/** A whole stack trace: the raised exception first, then its causes. */
export interface TraceView {
  /** The SDK's platform: node, javascript, python, php, ... */
  readonly platform: string
  readonly exceptions: readonly ExceptionView[]
  /** The trace in the platform's native text format; see `rawTrace`. */
  readonly raw: string
}

/** The three ways to read a trace. */
export type TraceMode = 'app' | 'all' | 'raw'

/** Returns the mode a URL parameter or cookie names, or `app` for anything else. */
export function parseTraceMode(value: unknown): TraceMode {
  return value === 'all' || value === 'raw' ? value : 'app'
}
