import { fileURLToPath } from 'node:url'
import type { Frame } from '@culprit/stack'
import type { CapturedFrame, CapturedVariables } from './captured-variables.ts'

/** Where a captured frame was: what it is found by in the text of a stack. */
export type CapturedPlace = Pick<CapturedFrame, 'url' | 'line' | 'functionName'>

/** Whether a frame of the stack's text is a captured one, by file (a path or URL), line and bare function name. */
type SameFrame = (frame: Frame, captured: CapturedPlace, file: string) => boolean

const samePlace: SameFrame = (frame, captured, file) =>
  frame.line === captured.line &&
  frame.file === file &&
  // What is anonymous gets a name in stacks that the debugger does not give it: `Timeout._onTimeout`.
  (captured.functionName === '' || hasName(frame, captured))
/** An error may be made on one line and thrown on another of the same function. */
const sameFunction: SameFrame = (frame, captured, file) =>
  frame.file === file && captured.functionName !== '' && hasName(frame, captured)
/** The stack may be source-mapped already (`--enable-source-maps`) while the debugger tells what runs. */
const sameName: SameFrame = (frame, captured, file) =>
  captured.functionName !== '' &&
  hasName(frame, captured) &&
  frame.file !== undefined &&
  stem(frame.file) === stem(file)

/** Returns the variables of each frame, undefined where none were captured; see `matchFrames`. */
export function matchVariables(
  frames: readonly Frame[],
  captured: CapturedVariables,
): readonly (CapturedFrame['vars'] | undefined)[] {
  return matchFrames(frames, captured.frames).map((at) => at?.vars)
}

/**
 * Returns the captured one of each frame, undefined where there is none. `frames` are those of the error's stack,
 * innermost first; they and the captured ones differ (frames of libraries, calls that were awaited, an error made here
 * and thrown there), so they are joined by place: same file, function and line, else same file and function, each
 * captured frame at most once and in order.
 */
export function matchFrames<Captured extends CapturedPlace>(
  frames: readonly Frame[],
  captured: readonly Captured[],
): readonly (Captured | undefined)[] {
  const out = frames.map((): Captured | undefined => undefined)
  let next = 0
  for (const at of captured) {
    const file = toPath(at.url)
    const found = [samePlace, sameFunction, sameName]
      .map((isSame) => frames.findIndex((frame, index) => index >= next && isSame(frame, at, file)))
      .find((index) => index >= 0)
    if (found === undefined) continue
    out[found] = at
    next = found + 1
  }
  return out
}

/** `Store.load`, `new Store`, `Object.<anonymous>` and `load [as run]` have a name of their own at their end. */
function hasName(frame: Frame, { functionName }: CapturedPlace): boolean {
  const name = bareName(frame.function ?? '')
  return name === bareName(functionName)
}

function bareName(name: string): string {
  const alias = name.indexOf(' [as ')
  const plain = (alias < 0 ? name : name.slice(0, alias)).replace(/^(?:async |new )/, '')
  const last = plain.slice(plain.lastIndexOf('.') + 1)
  return last === '<anonymous>' ? '' : last
}

function toPath(url: string): string {
  if (!url.startsWith('file://')) return url
  try {
    return fileURLToPath(url)
  } catch {
    return url
  }
}

/** The file's name without folder and extension. */
function stem(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
  const dot = name.indexOf('.')
  return dot < 0 ? name : name.slice(0, dot)
}
