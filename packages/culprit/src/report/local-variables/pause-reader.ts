import type { Debugger } from 'node:inspector'
import type { CapturedFrame, CapturedVariables } from './captured-variables.ts'
import type { FrameScopes } from './copy-variables.ts'
import { type PausedFrame, toPausedFrames } from './paused-frames.ts'
import type { PauseMember } from './thread-pauses.ts'
import { isObject, remoteIdOf } from './thrown-object.ts'

/** What was thrown at a pause, with copies of its variables. */
export interface ReadThrow {
  readonly thrown: object
  readonly captured: CapturedVariables
}

/** What reading needs. */
export interface PauseReaderOptions {
  readonly link: Pick<PauseMember, 'handOver' | 'urlOf'>
  readonly isInApp: (url: string) => boolean
  readonly maxFrames: number
  /** Returns the variables of each frame as plain data. */
  readonly copy: (frames: readonly FrameScopes[]) => readonly CapturedFrame['vars'][]
  /** Tells whether the variables of what is thrown are there already: that is a rethrow. */
  readonly isCaptured: (thrown: object) => boolean
}

/** Reads what is thrown at a pause, and the variables of the application's frames. */
export class PauseReader {
  readonly #options: PauseReaderOptions

  constructor(options: PauseReaderOptions) {
    this.#options = options
  }

  /** Returns undefined where nothing is thrown, or what can have no variables or has them. */
  read({ reason, data, callFrames }: Debugger.PausedEventDataType): ReadThrow | undefined {
    if (reason !== 'exception' && reason !== 'promiseRejection') return undefined
    const thrownId = remoteIdOf(data)
    if (thrownId === undefined) return undefined
    const { link, isInApp, maxFrames } = this.#options
    const frames = toPausedFrames(callFrames, { urlOf: link.urlOf, isInApp, maxFrames })
    let found: ReadThrow | undefined
    link.handOver([thrownId, ...frames.flatMap(idsOf)], ([thrown, ...objects]) => {
      found = this.#receive(thrown, frames, objects)
    })
    return found
  }

  #receive(
    thrown: unknown,
    frames: readonly PausedFrame[],
    objects: readonly unknown[],
  ): ReadThrow | undefined {
    if (!isObject(thrown) || this.#options.isCaptured(thrown)) return undefined
    const copied = this.#options.copy(toScopes(frames, objects))
    const captured = frames.map(({ url, line, column, functionName }, index) => {
      return { url, line, column, functionName, vars: copied[index] ?? {} }
    })
    return { thrown, captured: { frames: captured } }
  }
}

/** The remote ids of what is read of a frame, in the order in which `toScopes` takes them apart. */
function idsOf({ scopeIds, receiverId }: PausedFrame): readonly string[] {
  return receiverId === undefined ? scopeIds : [receiverId, ...scopeIds]
}

/** Gives each frame its part of the objects that were handed over in one list. */
function toScopes(frames: readonly PausedFrame[], objects: readonly unknown[]): readonly FrameScopes[] {
  let next = 0
  return frames.map(({ scopeIds, ownScopes, receiverId }) => {
    const receiver = receiverId === undefined ? undefined : objects[next++]
    const scopes = objects.slice(next, next + scopeIds.length).filter(isObject)
    next += scopeIds.length
    return { scopes, ownScopes, receiver: isObject(receiver) ? receiver : undefined }
  })
}
