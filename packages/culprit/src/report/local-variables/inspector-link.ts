import type * as Inspector from 'node:inspector'
import type { Debugger, Runtime, Session } from 'node:inspector'
import { type BreakpointLink, createBreakpointLink } from './breakpoint-link.ts'
import { send } from './inspector-send.ts'

/** Is given what remote ids stand for, as the program has it. */
type Receive = (values: readonly unknown[]) => void

/** A debugger of the own thread. All calls are synchronous. */
export interface InspectorLink {
  /** Starts or stops pausing on every throw. Stopping is free and at once, also within a pause. */
  readonly pauseOnThrows: (on: boolean) => void
  /** Calls `receive` with what remote ids stand for; false when that is of another realm. What `receive` throws is lost. */
  readonly handOver: (ids: readonly string[], receive: Receive) => boolean
  /** Returns the remote id of the value of an expression in a paused frame; undefined when it fails or is no object. */
  readonly evaluateIn: (callFrameId: string, expression: string) => string | undefined
  /** Releases the ids that `evaluateIn` gave; the end of a pause releases all others. */
  readonly releaseEvaluated: () => void
  /** Ends a pause. Without it the ids of the pause would never be released. */
  readonly resume: () => void
  /** Throws within these functions that are caught within them as well no longer pause. */
  readonly ignoreRanges: (scriptId: string, positions: readonly Debugger.ScriptPosition[]) => void
  /** Returns the URL of a script, undefined for one without. */
  readonly urlOf: (scriptId: string) => string | undefined
  /** True when an inspector of this process is open for others, who then own its pauses. */
  readonly isContested: () => boolean
  readonly breakpoints: BreakpointLink
  readonly disconnect: () => void
}

/** Scripts whose URL is remembered; the oldest is forgotten. A development server may load one for each change. */
const maxScripts = 20_000
/** Bytes of source that the debugger may keep of scripts that are gone. Without a bound, it keeps all of them. */
const maxScriptsCacheSize = 1_000_000

/**
 * Returns a connection to the debugger of this thread, or why there is none. Connecting collects garbage once, which
 * takes 20 ms in a small heap and 200 ms in one of 300 MB: it belongs at the start of a process.
 */
export function connectInspector(
  onPause: (event: Debugger.PausedEventDataType) => void,
): InspectorLink | string {
  const inspector = loadInspector()
  if (inspector === undefined) return 'this Node has no inspector'
  if (inspector.url() !== undefined) return 'a debugger is attached'
  const session = new inspector.Session()
  try {
    session.connect()
    return enable(inspector, session, onPause)
  } catch (error) {
    session.disconnect()
    return error instanceof Error ? error.message.slice(0, 200) : 'the inspector could not be used'
  }
}

/** Loaded when asked for: a build without inspector throws, and most processes that import this never need it. */
function loadInspector(): typeof Inspector | undefined {
  try {
    return process.getBuiltinModule('node:inspector')
  } catch {
    return undefined
  }
}

function enable(
  inspector: typeof Inspector,
  session: Session,
  onPause: (event: Debugger.PausedEventDataType) => void,
): InspectorLink {
  let receiving: Receive = () => {}
  const urls = new Map<string, string>()
  session.on('Debugger.scriptParsed', ({ params: { scriptId, url } }) => rememberUrl(urls, scriptId, url))
  session.on('Debugger.paused', ({ params }) => onPause(params))
  send(session, 'Debugger.enable', { maxScriptsCacheSize })
  const breakpoints = createBreakpointLink(session)
  const receiverId = remoteIdOf(session, (...values: unknown[]) => {
    try {
      receiving(values)
    } catch {
      // It would come back as a remote object, which nothing would ever release.
    }
  })
  return {
    pauseOnThrows: (on) => send(session, 'Debugger.setPauseOnExceptions', { state: on ? 'all' : 'none' }),
    handOver: (ids, receive) => {
      receiving = receive
      return call(
        session,
        receiverId,
        ids.map((objectId) => ({ objectId })),
      )
    },
    evaluateIn: (callFrameId, expression) => evaluateIn(session, callFrameId, expression),
    resume: () => send(session, 'Debugger.resume'),
    ignoreRanges: (scriptId, positions) =>
      send(session, 'Debugger.setBlackboxedRanges', { scriptId, positions: [...positions] }),
    releaseEvaluated: () => send(session, 'Runtime.releaseObjectGroup', { objectGroup }),
    urlOf: (scriptId) => urls.get(scriptId),
    isContested: () => inspector.url() !== undefined,
    breakpoints,
    disconnect: () => session.disconnect(),
  }
}

function rememberUrl(urls: Map<string, string>, scriptId: string, url: string): void {
  if (url === '') return
  urls.set(scriptId, url)
  if (urls.size <= maxScripts) return
  for (const oldest of urls.keys()) {
    urls.delete(oldest)
    return
  }
}

/** An object's remote id comes from an expression, so the object stands in a global for that moment. */
function remoteIdOf(session: Session, value: unknown): string {
  const key = `culprit receiver ${process.hrtime.bigint()}`
  Object.defineProperty(globalThis, key, { value, configurable: true })
  try {
    const { result } = send<Runtime.EvaluateReturnType>(session, 'Runtime.evaluate', {
      expression: `globalThis[${JSON.stringify(key)}]`,
    })
    if (result.objectId === undefined) throw new Error('the inspector did not see this realm')
    return result.objectId
  } finally {
    Reflect.deleteProperty(globalThis, key)
  }
}

function call(session: Session, receiverId: string, ids: readonly Runtime.CallArgument[]): boolean {
  try {
    send(session, 'Runtime.callFunctionOn', {
      objectId: receiverId,
      functionDeclaration: 'function (...all) { this(...all) }',
      arguments: [...ids],
      silent: true,
      returnByValue: true,
    })
    return true
  } catch {
    return false
  }
}

const objectGroup = 'culprit'

function evaluateIn(session: Session, callFrameId: string, expression: string): string | undefined {
  try {
    const params = { callFrameId, expression, objectGroup, silent: true }
    const { result } = send<Debugger.EvaluateOnCallFrameReturnType>(
      session,
      'Debugger.evaluateOnCallFrame',
      params,
    )
    return result.objectId
  } catch {
    return undefined
  }
}
