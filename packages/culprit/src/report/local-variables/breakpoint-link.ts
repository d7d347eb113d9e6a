import type { Debugger, Session } from 'node:inspector'
import { breakpointKey } from './breakpoint-condition.ts'
import { send } from './inspector-send.ts'
import type { ScriptRange } from './script-ranges.ts'

/** Called by the conditions of breakpoints: with variables at a throw, without at a pass. */
type HitListener = (id: number, variables: object | undefined) => void

/** Breakpoints of the own thread. All calls are synchronous, and none throws. */
export interface BreakpointLink {
  /**
   * Sets a breakpoint that stops where its condition is true, and returns its id; undefined where there is one already.
   * It does nothing while breakpoints are not in use.
   */
  readonly breakAt: (location: Debugger.Location, condition: string) => string | undefined
  readonly unbreak: (breakpointId: string) => void
  /** Switches all breakpoints on or off, also within the condition of one. */
  readonly useBreakpoints: (on: boolean) => void
  /** Returns the first place within a function where a breakpoint can be, which each pass through it comes by. */
  readonly firstPlaceIn: (range: ScriptRange) => Debugger.Location | undefined
  /** Returns a line of a script as it runs, counted from 0. */
  readonly lineOf: (scriptId: string, lineNumber: number) => string | undefined
  /** Has conditions call a listener, until the function that it returns is called. */
  readonly listen: (onHit: HitListener) => () => void
}

/** Returns the breakpoints of a session whose debugger is enabled. */
export function createBreakpointLink(session: Session): BreakpointLink {
  // `debugger` statements would pause as well, for nobody.
  send(session, 'Debugger.setBreakpointsActive', { active: false })
  let isActive = false
  return {
    breakAt: (location, condition) =>
      orNothing(
        () =>
          send<Debugger.SetBreakpointReturnType>(session, 'Debugger.setBreakpoint', { location, condition })
            .breakpointId,
      ),
    unbreak: (breakpointId) =>
      void orNothing(() => send(session, 'Debugger.removeBreakpoint', { breakpointId })),
    useBreakpoints: (active) => {
      if (active !== isActive) orNothing(() => send(session, 'Debugger.setBreakpointsActive', { active }))
      isActive = active
    },
    firstPlaceIn: ({ scriptId, start, end }) =>
      orNothing(() => {
        const range = { start: { scriptId, ...start }, end: { scriptId, ...end } }
        const answer = send<Debugger.GetPossibleBreakpointsReturnType>(
          session,
          'Debugger.getPossibleBreakpoints',
          range,
        )
        return answer.locations[0]
      }),
    lineOf: (scriptId, lineNumber) =>
      orNothing(() => {
        const script = send<Debugger.GetScriptSourceReturnType>(session, 'Debugger.getScriptSource', {
          scriptId,
        })
        return script.scriptSource.split('\n', lineNumber + 1)[lineNumber]
      }),
    listen: (onHit) => {
      const key = Symbol.for(breakpointKey)
      Object.defineProperty(globalThis, key, { value: onHit, configurable: true })
      return () => void Reflect.deleteProperty(globalThis, key)
    },
  }
}

/** Scripts go, and places have breakpoints already: then there is nothing to do. */
function orNothing<T>(run: () => T): T | undefined {
  try {
    return run()
  } catch {
    return undefined
  }
}
