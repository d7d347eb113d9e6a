import type { Debugger } from 'node:inspector'

/** A frame of the application at a pause, with the remote ids of the scopes to read. */
export interface PausedFrame {
  readonly url: string
  /** 1-based. */
  readonly line: number
  /** 1-based. */
  readonly column: number
  readonly functionName: string
  readonly scopeIds: readonly string[]
  /** The remote id of `this`, where it is an object. */
  readonly receiverId?: string | undefined
}

/** Which frames are wanted. */
export interface WantedFrames {
  readonly urlOf: (scriptId: string) => string | undefined
  readonly isInApp: (url: string) => boolean
  readonly maxFrames: number
}

/** Frames looked at; those of the application further out are not found. */
const maxLookedAt = 100
/** Closures around a function whose variables are read, from the inside. */
const maxClosures = 2

/** Returns the application's frames of a pause, innermost first. */
export function toPausedFrames(frames: readonly Debugger.CallFrame[], wanted: WantedFrames): readonly PausedFrame[] {
  const found: PausedFrame[] = []
  for (const frame of frames.slice(0, maxLookedAt)) {
    if (found.length >= wanted.maxFrames) break
    const url = wanted.urlOf(frame.location.scriptId)
    if (url === undefined || !wanted.isInApp(url)) continue
    const { type, subtype, className, objectId } = frame.this
    const hasReceiver = type === 'object' && subtype !== 'null' && className !== 'global' && className !== 'Object'
    found.push({
      url,
      line: frame.location.lineNumber + 1,
      column: (frame.location.columnNumber ?? 0) + 1,
      functionName: frame.functionName,
      scopeIds: scopeIdsOf(frame.scopeChain),
      ...(hasReceiver && objectId !== undefined && { receiverId: objectId }),
    })
  }
  return found
}

/**
 * Blocks, `catch` clauses and the function itself, and the nearest closures. Not the module: its variables are the
 * same at every throw. A CommonJS module is a closure that begins where its file begins.
 */
function scopeIdsOf(chain: readonly Debugger.Scope[]): readonly string[] {
  const ids: string[] = []
  let closures = 0
  for (const { type, object, startLocation } of chain) {
    const isClosure = type === 'closure'
    if (!isClosure && type !== 'local' && type !== 'block' && type !== 'catch') continue
    if (isClosure && (++closures > maxClosures || isFileStart(startLocation))) continue
    if (object.objectId !== undefined) ids.push(object.objectId)
  }
  return ids
}

function isFileStart(place: Debugger.Location | undefined): boolean {
  return place !== undefined && place.lineNumber === 0 && (place.columnNumber ?? 0) === 0
}
