import { type ContextLine, type ExceptionView, type FrameView, rawTrace, type TraceView } from '@culprit/view'
import type { ExceptionValue, StackFrame, StackTrace, StoredEvent } from '../../domain/event.ts'
import { createPathShortener, type DisplayPath } from './display-path.ts'
import { withVariablesNote } from './variables-note.ts'

type Shorten = (frame: StackFrame) => DisplayPath

/**
 * Returns the trace of an event: its exceptions, the raised one first; else the stack attached to a message;
 * else that of the thread that crashed. Undefined when there is no frame and no exception at all.
 */
export function traceOf(event: StoredEvent): TraceView | undefined {
  const stack = event.stack ?? crashedStack(event)
  const frames = [
    ...event.exceptions.flatMap((exception) => exception.stack?.frames ?? []),
    ...(stack?.frames ?? []),
  ]
  const shorten = createPathShortener(frames)
  const exceptions = withVariablesNote(exceptionsOf(event, shorten, stack), event)
  if (exceptions.length === 0) return undefined
  return { platform: event.platform, exceptions, raw: rawTrace({ platform: event.platform, exceptions }) }
}

function exceptionsOf(
  event: StoredEvent,
  shorten: Shorten,
  stack: StackTrace | undefined,
): readonly ExceptionView[] {
  if (event.exceptions.length === 0) {
    if (!stack || stack.frames.length === 0) return []
    const facts = { type: 'Message', value: event.message?.formatted }
    return [{ ...facts, relation: 'raised', ...framesOf(stack, shorten) }]
  }
  const raisedFirst = event.exceptions.toReversed()
  return raisedFirst.map((exception, index) => toException(exception, { index, shorten, fallback: stack }))
}

interface Surroundings {
  readonly index: number
  readonly shorten: Shorten
  /** The stack of the event itself: belongs to the raised exception where that has none. */
  readonly fallback: StackTrace | undefined
}

function toException(exception: ExceptionValue, { index, shorten, fallback }: Surroundings): ExceptionView {
  const { mechanism } = exception
  return {
    type: exception.type,
    value: exception.value,
    module: exception.module,
    handled: mechanism?.handled,
    mechanism: mechanism?.type === 'chained' ? undefined : mechanism?.type,
    relation:
      index === 0
        ? 'raised'
        : /^(?:errors|exceptions?)\[/.test(mechanism?.source ?? '')
          ? 'aggregate'
          : 'cause',
    ...framesOf(exception.stack ?? (index === 0 ? fallback : undefined), shorten),
  }
}

function framesOf(
  stack: StackTrace | undefined,
  shorten: Shorten,
): Pick<ExceptionView, 'frames' | 'framesCut'> {
  return {
    frames: (stack?.frames ?? []).map((frame, index) => toFrame(frame, index, shorten)),
    framesCut: stack?.framesCut,
  }
}

function toFrame(frame: StackFrame, index: number, shorten: Shorten): FrameView {
  return {
    index,
    function: frame.function ?? frame.rawFunction,
    module: frame.module,
    absPath: frame.absPath ?? frame.filename,
    line: frame.line,
    column: frame.column,
    inApp: frame.inApp,
    ...shorten(frame),
    context: contextOf(frame),
    locals: frame.vars,
    note: noteOf(frame),
  }
}

function contextOf({ pre = [], text, post = [], line = pre.length + 1 }: StackFrame): readonly ContextLine[] {
  if (text === undefined) return []
  return [
    ...pre.map((before, index) => ({ line: line - pre.length + index, text: before, current: false })),
    { line, text, current: true },
    ...post.map((after, index) => ({ line: line + 1 + index, text: after, current: false })),
  ].filter((shown) => shown.line > 0)
}

/** A frame of the application without source says why there is none to see. */
function noteOf({ inApp, text, filename = '' }: StackFrame): string | undefined {
  if (!inApp || text !== undefined) return undefined
  return /^https?:/.test(filename)
    ? 'No source lines: the browser sent none, and no source map is here for this file.'
    : undefined
}

function crashedStack({ threads }: StoredEvent): StackTrace | undefined {
  const withStack = threads.filter(({ stack }) => stack !== undefined)
  const chosen =
    withStack.find(({ crashed }) => crashed) ?? withStack.find(({ current }) => current) ?? withStack[0]
  return chosen?.stack
}
