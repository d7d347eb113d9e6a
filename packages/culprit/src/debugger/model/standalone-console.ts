import { pathToFileURL } from 'node:url'
import type { CapturedFrame } from '../capture/captured-frame.ts'
import type { LoopWatch } from '../console/loop-watch.ts'
import type { DebuggedError, DebuggedFailure } from '../debugged-error.ts'
import type { LiveFailure } from '../store/live-failure.ts'
import { FailureSecrets } from '../trust/access.ts'
import type { ValueHandles } from '../values/value-handles.ts'
import { liveError } from './live-error.ts'

/** The id by which commands mean the console that belongs to no error. */
export const consoleId = 'console'

/** Returns the standalone console as a failure of one frame that never fails: it sees what is global (WZD-26, WZD-27). */
export function standaloneConsole(
  names: Readonly<Record<string, unknown>>,
  handles: ValueHandles,
  loops: LoopWatch,
): LiveFailure {
  const url = pathToFileURL(`${process.cwd()}/`).href
  const place = { url, line: 1, column: 1, functionName: 'console' }
  // Indirect, so that it is global code; what is passed is what somebody with the token typed.
  const evaluate = Reflect.get(globalThis, 'eval') as CapturedFrame['evaluate']
  const frame: CapturedFrame = { ...place, evaluate: (code) => evaluate(code), scopes: [] }
  const error: DebuggedError = {
    id: consoleId,
    type: 'Console',
    message: '',
    relation: 'raised',
    properties: [],
    frames: [
      {
        index: 0,
        function: 'console',
        file: process.cwd(),
        shownFile: '.',
        line: 0,
        column: 0,
        kind: 'app',
        source: [],
        variables: [],
        liveness: 'live',
      },
    ],
    hints: [],
    links: [],
    stack: '',
  }
  const captured = { frames: [frame], places: [], inContext: <Result>(run: () => Result): Result => run() }
  const live = liveError({
    error,
    captured,
    frames: [frame],
    handles,
    names,
    loops,
    unwatched: (run) => run(),
  })
  return {
    failure: failureOf(error),
    errors: [live],
    handles,
    secrets: new FailureSecrets(),
    bytes: 0,
    storedAt: 0,
  }
}

function failureOf(error: DebuggedError): DebuggedFailure {
  return {
    errors: [error],
    id: consoleId,
    status: 200,
    at: new Date(),
    process: {
      pid: process.pid,
      node: process.version,
      started: new Date(),
      title: '',
      directory: process.cwd(),
    },
    environment: [],
    packages: [],
    logs: [],
  }
}
