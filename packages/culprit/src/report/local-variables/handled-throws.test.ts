import type { Debugger } from 'node:inspector'
import { describe, expect, it } from 'vitest'
import { HandledThrows } from './handled-throws.ts'

/** A frame of a function that takes ten lines and throws, or calls, in its second. */
function frame(startLine: number, scriptId = '7'): Debugger.CallFrame {
  const start = { scriptId, lineNumber: startLine, columnNumber: startLine === 0 ? 0 : 13 }
  return {
    callFrameId: '',
    functionName: 'f',
    functionLocation: start,
    location: { scriptId, lineNumber: startLine + 1, columnNumber: 2 },
    url: '',
    scopeChain: [
      {
        type: 'local',
        object: { type: 'object' },
        startLocation: start,
        endLocation: { scriptId, lineNumber: startLine + 10, columnNumber: 1 },
      },
    ],
    this: { type: 'undefined' },
  }
}

function learning() {
  let time = 0
  const ignored = new Map<string, number>()
  const handled = new HandledThrows({
    ignore: (scriptId, positions) => ignored.set(scriptId, positions.length / 2),
    urlOf: (scriptId) => `file:///app/script-${scriptId}.js`,
    now: () => time,
  })
  const pause = (times: number, ...frames: readonly Debugger.CallFrame[]) => {
    let site = handled.seen(frames)
    for (let n = 1; n < times; n++) {
      time += 300
      site = handled.seen(frames)
    }
    return site
  }
  return { handled, ignored, pause }
}

describe('HandledThrows', () => {
  it('ignores a function whose errors nobody reports, then its callers, until it pauses no more', () => {
    const { handled, ignored, pause } = learning()
    pause(4, frame(20), frame(40), frame(60))
    expect(handled.count).toBe(0)
    pause(2, frame(20), frame(40), frame(60))
    expect([handled.count, ignored.get('7')]).toEqual([1, 1])
    pause(1, frame(20), frame(40), frame(60))
    expect(ignored.get('7')).toBe(2)
  })

  it('ignores nothing before a report could have come', () => {
    const handled = new HandledThrows({
      ignore: () => expect.unreachable(),
      urlOf: () => undefined,
      now: () => 1,
    })
    for (let n = 0; n < 100; n++) handled.seen([frame(20)])
    expect(handled.count).toBe(0)
  })

  it('never ignores a place whose errors are reported', () => {
    const { handled, ignored, pause } = learning()
    const site = pause(3, frame(20))
    if (site !== undefined) handled.reported(site)
    pause(100, frame(20))
    expect(ignored.size).toBe(0)
  })

  it('sees a place again once an error of it is reported', () => {
    const { handled, ignored, pause } = learning()
    const site = pause(8, frame(20), frame(40))
    if (site !== undefined) handled.reported(site)
    expect([handled.count, ignored.get('7')]).toEqual([0, 0])
  })

  it('sees a place again once an error that was not seen has a call in its function', () => {
    const { handled, ignored, pause } = learning()
    pause(5, frame(20))
    for (const call of ['/app/other.js:22:1', '/app/script-7.js:5:1', '/app/script-7.js:122:1']) {
      expect(handled.missed(`Error: x\n    at go (/app/other.js:1:1)\n    at come (${call})`)).toBe(false)
    }
    expect(ignored.get('7')).toBe(1)
    expect(handled.missed('Error: x\n    at go (/app/script-7.js:22:1)')).toBe(true)
    expect([handled.count, ignored.get('7')]).toEqual([0, 0])
  })

  it('gives up where the catching function is not found, and never ignores a whole module', () => {
    const { handled, ignored, pause } = learning()
    pause(60, frame(20), frame(0))
    expect([handled.count, ignored.get('7')]).toEqual([0, 0])
    pause(60, frame(30))
    expect([handled.count, ignored.get('7')]).toEqual([0, 0])
  })

  it('remembers a bounded number of places', () => {
    const { handled, ignored, pause } = learning()
    for (let n = 1; n <= 1500; n++) pause(5, frame(20 * n, String(n)))
    expect(handled.count).toBe(1000)
    expect(ignored.get('1')).toBe(0)
  })
})
