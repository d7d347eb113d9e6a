import { describe, expect, it } from 'vitest'
import type { LocalVariables } from './local-variables/local-variables.ts'
import type { ReportedFrame } from '../logging/frames/frames.ts'
import { toVariablesSource } from './variables-source.ts'

function frame(name: string, line: number): ReportedFrame {
  return { parsed: { file: '/app/shop.js', function: name, line, kind: 'app' }, sent: {} }
}

function variables(of: LocalVariables['of']): LocalVariables {
  const nothing = (): void => undefined
  return {
    start: nothing,
    stop: nothing,
    skip: nothing,
    has: () => false,
    wasCaptured: () => false,
    of,
    status: () => ({ state: 'on', pauses: 0, captured: 0, spentMs: 0, passedOver: 0, breakpoints: 0 }),
    statusOf: () => {
      throw new Error('no status')
    },
  }
}

describe('toVariablesSource()', () => {
  it('gives frames that are oldest call first their variables', () => {
    const captured = (functionName: string, line: number): object => ({
      url: 'file:///app/shop.js',
      line,
      column: 1,
      functionName,
      vars: { name: functionName },
    })
    const frames = [captured('inner', 3), captured('outer', 9)]
    const source = toVariablesSource(variables(() => ({ frames }) as ReturnType<LocalVariables['of']>))
    expect(
      source.variablesOf(new Error('x'), [frame('main', 20), frame('outer', 9), frame('inner', 3)]),
    ).toEqual([undefined, { name: 'outer' }, { name: 'inner' }])
  })

  it('goes without them when asking fails', () => {
    const source = toVariablesSource(
      variables(() => {
        throw new Error('no variables')
      }),
    )
    expect(source.variablesOf(new Error('x'), [frame('main', 1)])).toEqual([])
    expect(source.statusOf(new Error('x'))).toBe('unavailable: asking for them failed')
  })
})
