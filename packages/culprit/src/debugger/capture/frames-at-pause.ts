import type { Debugger } from 'node:inspector'
import type { PauseMember } from '../../report/local-variables/thread-pauses.ts'
import type { CapturedFrame, CapturedScope, FrameEvaluator, ThrowPlace } from './captured-frame.ts'
import { classifyFile } from '../../logging/frames/classify-file.ts'

/** Frames of the application that are kept alive, from the throw outwards. */
const maxLiveFrames = 50
const maxPlaces = 200
/** Scopes of one frame. */
const maxScopes = 12

/** A frame that is about to be taken: remote ids, in the order in which they are handed over. */
interface RemoteFrame {
  readonly place: ThrowPlace
  readonly evaluatorId: string
  readonly scopes: readonly { readonly scope: CapturedScope['scope']; readonly id: string }[]
}

/** What a pause has of frames. */
export interface PausedStack {
  readonly places: readonly ThrowPlace[]
  readonly frames: readonly CapturedFrame[]
}

/**
 * The parameter is the one name that code in a frame sees besides its own. The debugger compiles the function as sloppy
 * code, in strict frames too, so that `with` can be used in it.
 */
const evaluator = '(__culprit_code__) => eval(__culprit_code__)'

/** Takes a pause's frames alive: evaluating a function in each costs about a millisecond a frame. */
export function takeFrames(callFrames: readonly Debugger.CallFrame[], link: PauseMember): PausedStack {
  const places: ThrowPlace[] = []
  const remote: RemoteFrame[] = []
  for (const frame of callFrames.slice(0, maxPlaces)) {
    const place = placeOf(frame, link)
    places.push(place)
    if (remote.length >= maxLiveFrames || classifyFile(place.url) !== 'app') continue
    const evaluatorId = link.evaluateIn(frame.callFrameId, evaluator)
    if (evaluatorId !== undefined) remote.push({ place, evaluatorId, scopes: scopesOf(frame) })
  }
  const ids = remote.flatMap(({ evaluatorId, scopes }) => [evaluatorId, ...scopes.map(({ id }) => id)])
  let frames: readonly CapturedFrame[] = []
  if (ids.length > 0) {
    link.handOver(ids, (values) => (frames = toFrames(remote, values)))
    link.releaseEvaluated()
  }
  return { places, frames }
}

function placeOf({ location, functionName }: Debugger.CallFrame, link: PauseMember): ThrowPlace {
  return {
    url: link.urlOf(location.scriptId) ?? '',
    line: location.lineNumber + 1,
    column: (location.columnNumber ?? 0) + 1,
    functionName,
  }
}

function scopesOf({ scopeChain }: Debugger.CallFrame): RemoteFrame['scopes'] {
  return scopeChain.slice(0, maxScopes).flatMap(({ type, object: { objectId } }) => {
    const scope = scopeNames.get(type)
    return scope === undefined || objectId === undefined ? [] : [{ scope, id: objectId }]
  })
}

/** The rest are globals, `with` and WebAssembly. A CommonJS module is a function, so its scope is a closure. */
const scopeNames: ReadonlyMap<string, CapturedScope['scope']> = new Map([
  ['local', 'local'],
  ['block', 'block'],
  ['catch', 'catch'],
  ['closure', 'closure'],
  ['module', 'module'],
])

function toFrames(remote: readonly RemoteFrame[], values: readonly unknown[]): readonly CapturedFrame[] {
  let next = 0
  return remote.map(({ place, scopes }) => {
    // The remote id was that of this very function.
    const evaluate = values[next++] as FrameEvaluator
    const objects = scopes.map(({ scope }) => ({ scope, variables: Object(values[next++]) as object }))
    return { ...place, evaluate, scopes: objects }
  })
}
