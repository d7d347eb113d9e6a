import type { Json, JsonObject } from '../domain/json.ts'
import type { ExceptionValue, StackFrame, StackTrace } from '../domain/event.ts'

/** A stack as the API serves it: oldest call first. */
export interface StackJson {
  readonly frames: readonly FrameJson[]
  readonly framesOmitted: readonly [number, number] | null
  readonly hasSystemFrames: boolean
  readonly registers: null
}

/** A frame as the API serves it. Absent values are null. */
interface FrameJson {
  readonly filename: string | null
  readonly absPath: string | null
  readonly module: string | null
  readonly package: string | null
  readonly platform: string | null
  readonly function: string | null
  readonly rawFunction: string | null
  readonly lineNo: number | null
  readonly colNo: number | null
  /** Line number and text, the frame's own line among them. */
  readonly context: readonly (readonly [number, string])[]
  readonly inApp: boolean
  readonly vars: JsonObject | null
}

/** An exception of a chain as the API serves it. */
export interface ExceptionJson {
  readonly type: string | null
  readonly value: string | null
  readonly module: string | null
  readonly threadId: string | null
  readonly mechanism: Json
  readonly stacktrace: StackJson | null
  readonly rawStacktrace: null
}

/** Returns an exception with its stack. */
export function exceptionJson(exception: ExceptionValue): ExceptionJson {
  return {
    type: exception.type ?? null,
    value: exception.value ?? null,
    module: exception.module ?? null,
    threadId: exception.threadId ?? null,
    mechanism: mechanismJson(exception),
    stacktrace: exception.stack ? stackJson(exception.stack) : null,
    rawStacktrace: null,
  }
}

/** Returns a stack. */
export function stackJson(stack: StackTrace): StackJson {
  return {
    frames: stack.frames.map(frameJson),
    // Where the frames were cut is not kept; only how many are missing.
    framesOmitted: stack.framesCut === undefined ? null : [0, stack.framesCut],
    hasSystemFrames: stack.frames.some((frame) => !frame.inApp),
    registers: null,
  }
}

function frameJson(frame: StackFrame): FrameJson {
  return {
    filename: frame.filename ?? null,
    absPath: frame.absPath ?? frame.filename ?? null,
    module: frame.module ?? null,
    package: frame.package ?? null,
    platform: frame.platform ?? null,
    function: frame.function ?? null,
    rawFunction: frame.rawFunction ?? null,
    lineNo: frame.line ?? null,
    colNo: frame.column ?? null,
    context: contextOf(frame),
    inApp: frame.inApp,
    vars: frame.vars ?? null,
  }
}

function contextOf({ line, pre = [], text, post = [] }: StackFrame): readonly (readonly [number, string])[] {
  if (line === undefined || text === undefined) return []
  return [
    ...pre.map((source, index): [number, string] => [line - pre.length + index, source]),
    [line, text],
    ...post.map((source, index): [number, string] => [line + 1 + index, source]),
  ]
}

function mechanismJson({ mechanism }: ExceptionValue): Json {
  if (!mechanism) return null
  return {
    type: mechanism.type,
    handled: mechanism.handled ?? null,
    synthetic: mechanism.synthetic ?? null,
    description: mechanism.description ?? null,
    help_link: mechanism.helpLink ?? null,
    source: mechanism.source ?? null,
    is_exception_group: mechanism.isExceptionGroup ?? null,
    exception_id: mechanism.exceptionId ?? null,
    parent_id: mechanism.parentId ?? null,
    data: mechanism.data ?? null,
    meta: mechanism.meta ?? null,
  }
}
