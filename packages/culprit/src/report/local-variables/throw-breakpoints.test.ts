import type { Debugger } from 'node:inspector'
import { describe, expect, it } from 'vitest'
import type { CapturedFrame } from './captured-variables.ts'
import { ThrowBreakpoints } from './throw-breakpoints.ts'

const line = '    throw new RangeError(text)'
const request = {}

/** A throw on line 13 of a function that begins on line 10. */
function seen(scriptId = '7', vars: CapturedFrame['vars'] = { text: 'a', late: '[unavailable]' }) {
  const at = (lineNumber: number, columnNumber: number): Debugger.Location => ({
    scriptId,
    lineNumber,
    columnNumber,
  })
  const callFrame: Debugger.CallFrame = {
    callFrameId: '',
    functionName: 'refund',
    functionLocation: at(9, 15),
    location: at(12, 4),
    url: '',
    scopeChain: [
      { type: 'local', object: { type: 'object' }, startLocation: at(9, 15), endLocation: at(14, 1) },
    ],
    this: { type: 'undefined' },
  }
  const url = `file:///app/a%20shop-${scriptId}.ts`
  return { callFrame, frame: { url, line: 13, column: 5, functionName: 'refund', vars } }
}

/** Breakpoints of a debugger that notes what it is told, with a clock and turns that the test moves. */
function watching(source: string | undefined = line) {
  let time = 0
  let next = 1
  let isOn = true
  let turns = 0
  const later: (() => void)[] = []
  const set = new Map<string, { readonly condition: string; readonly line: number }>()
  const breakpoints = new ThrowBreakpoints({
    link: {
      lineOf: () => source,
      breakAt: ({ lineNumber }, condition) => {
        set.set(String(next), { condition, line: lineNumber })
        return String(next++)
      },
      unbreak: (id) => void set.delete(id),
      firstPlaceIn: ({ scriptId }) => ({ scriptId, lineNumber: 10, columnNumber: 2 }),
      useBreakpoints: (on) => void (isOn = on),
    },
    now: () => time,
    contextOf: () => request,
    copy: (variables) => ({ ...variables }),
    soon: (run) => void later.push(run),
    turnEnded: () => void turns++,
  })
  return {
    breakpoints,
    set,
    pass: (ms: number) => (time += ms),
    endTurn: () => later.splice(0).forEach((run) => run()),
    lines: () => [...set.values()].map((one) => one.line).toSorted((a, b) => a - b),
    state: () => ({ isOn, turns }),
  }
}

const stack = (place: string): string =>
  `RangeError: a\n    at refund (${place})\n    at main (/app/main.ts:1:1)`
const place = 'file:///app/a%20shop-7.ts:13:11'

describe('ThrowBreakpoints', () => {
  it('N11: breaks at a throw statement, and at the begin of its function for the trial', () => {
    const { breakpoints, set, lines } = watching()
    breakpoints.consider(seen())
    breakpoints.consider(seen())
    expect(lines()).toEqual([10, 12])
    expect(set.get('1')?.condition).toContain('{ "text": text }')
    expect([breakpoints.count, breakpoints.isTrying]).toEqual([1, true])
  })

  it('N11: breaks at explicit throws of new errors alone', () => {
    for (const source of ['    return cart.total', '    throw error', undefined]) {
      const { breakpoints, set } = watching(source ?? '')
      breakpoints.consider(seen())
      expect(set.size).toBe(0)
    }
  })

  it('N11: stays while most passes fail, without the breakpoint that counts them', () => {
    const { breakpoints, lines, endTurn } = watching()
    breakpoints.consider(seen())
    for (let n = 0; n < 20; n++) {
      if (n % 2 === 0) breakpoints.hit(1, { text: n })
      breakpoints.hit(1, undefined)
    }
    endTurn()
    expect([lines(), breakpoints.count, breakpoints.isTrying]).toEqual([[12], 1, false])
  })

  it('N11: goes when most passes do not fail: off at once, and gone a moment later', () => {
    const { breakpoints, lines, endTurn, state, pass } = watching()
    breakpoints.consider(seen())
    for (let n = 0; n < 20; n++) {
      if (n % 3 === 0) breakpoints.hit(1, { text: n })
      breakpoints.hit(1, undefined)
    }
    expect([state().isOn, lines().length]).toEqual([false, 2])
    endTurn()
    expect([lines(), breakpoints.count]).toEqual([[], 0])
    breakpoints.consider(seen())
    expect(breakpoints.count).toBe(0)
    pass(60_000)
    breakpoints.consider(seen())
    expect(breakpoints.count).toBe(1)
  })

  it('N11: is tried again every five seconds', () => {
    const { breakpoints, lines, endTurn, pass } = watching()
    breakpoints.consider(seen())
    for (let n = 0; n < 20; n++) {
      breakpoints.hit(1, { text: n })
      breakpoints.hit(1, undefined)
    }
    endTurn()
    pass(5000)
    breakpoints.review()
    expect([lines(), breakpoints.isTrying]).toEqual([[10, 12], true])
    for (let n = 0; n < 20; n++) breakpoints.hit(1, undefined)
    endTurn()
    expect(breakpoints.count).toBe(0)
  })

  it('N11: is not judged by a trial that has seen next to nothing', () => {
    const { breakpoints, endTurn, pass } = watching()
    breakpoints.consider(seen())
    breakpoints.hit(1, { text: 1 })
    pass(5000)
    breakpoints.review()
    endTurn()
    expect([breakpoints.count, breakpoints.isTrying]).toEqual([1, true])
    for (let n = 0; n < 3; n++) breakpoints.hit(1, undefined)
    breakpoints.review()
    endTurn()
    expect(breakpoints.count).toBe(0)
  })

  it('N11: goes when nothing failed there for ten seconds', () => {
    const { breakpoints, set, pass } = watching()
    breakpoints.consider(seen())
    breakpoints.hit(1, { text: 1 })
    pass(4000)
    breakpoints.review()
    expect(set.size).toBe(2)
    pass(6001)
    breakpoints.review()
    expect([set.size, breakpoints.count]).toEqual([0, 0])
    // It may fail again at any time.
    breakpoints.consider(seen())
    expect(breakpoints.count).toBe(1)
  })

  it('N11: is at four places at most, and off for the rest of a turn with fifty hits', () => {
    const { breakpoints, state, endTurn } = watching()
    for (let n = 0; n < 9; n++) breakpoints.consider(seen(String(n)))
    expect(breakpoints.count).toBe(4)
    for (let n = 0; n < 50; n++) breakpoints.hit(1 + (n % 4), { text: n })
    expect(state()).toEqual({ isOn: true, turns: 0 })
    breakpoints.hit(1, { text: 51 })
    expect(state().isOn).toBe(false)
    endTurn()
    expect(state().turns).toBe(1)
  })

  it.each([place, '/app/a shop-7.ts:13:11'])('N11: joins variables with the error made at %s', (at) => {
    const { breakpoints } = watching()
    breakpoints.consider(seen())
    breakpoints.hit(1, { text: 'its own' })
    expect(breakpoints.claim(stack('file:///app/other.ts:13:11'))).toBeUndefined()
    expect(breakpoints.claim(stack(`${place}1`))).toBeUndefined()
    expect(breakpoints.claim('RangeError: no calls')).toBeUndefined()
    const { vars: _vars, ...frame } = seen().frame
    expect(breakpoints.claim(stack(at))).toEqual({ frames: [{ ...frame, vars: { text: 'its own' } }] })
    expect(breakpoints.claim(stack(at))).toBeUndefined()
  })

  it('N11: gives no error the variables of another: not two turns later, nor when throws may have been missed', () => {
    const { breakpoints, endTurn } = watching()
    breakpoints.consider(seen())
    breakpoints.hit(1, { text: 1 })
    endTurn()
    endTurn()
    expect(breakpoints.claim(stack(place))).toBeUndefined()
    breakpoints.hit(1, { text: 2 })
    breakpoints.stop()
    expect(breakpoints.claim(stack(place))).toBeUndefined()
  })

  it('N11: stays on for a turn more when something waits for its error, and keeps nothing new in it', () => {
    const { breakpoints, endTurn, state } = watching()
    breakpoints.consider(seen())
    breakpoints.hit(1, { text: 'before' })
    endTurn()
    breakpoints.close()
    expect(state().isOn).toBe(true)
    expect(breakpoints.claim(stack(place))).toMatchObject({ frames: [{ vars: { text: 'before' } }] })
    breakpoints.hit(1, { text: 'meanwhile' })
    expect(breakpoints.claim(stack(place))).toBeUndefined()
    endTurn()
    expect(state()).toEqual({ isOn: false, turns: 1 })
    endTurn()
    breakpoints.open()
    breakpoints.close()
    expect(state().isOn).toBe(false)
  })
})
