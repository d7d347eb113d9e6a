import type { Frame } from '@culprit/stack'
import { describe, expect, it } from 'vitest'
import type { CapturedFrame } from './captured-variables.ts'
import { matchVariables } from './match-variables.ts'

const frame = (name: string | undefined, line: number, file = '/app/shop.js'): Frame => ({
  file,
  function: name,
  line,
  column: 1,
  kind: 'app',
})
const captured = (functionName: string, line: number, file = 'shop.js'): CapturedFrame => ({
  url: `file:///app/${file}`,
  line,
  column: 9,
  functionName,
  vars: { of: `${functionName}:${line}` },
})
const names = (frames: readonly Frame[], ...at: readonly CapturedFrame[]): readonly unknown[] =>
  matchVariables(frames, { frames: at }).map((vars) => vars?.['of'])

describe('matchVariables', () => {
  it('N2: joins by file, line and function, whatever stands between', () => {
    const frames = [frame('check', 3), frame('Layer.handle', 9, '/app/node_modules/x.js'), frame('pay', 7)]
    expect(names(frames, captured('check', 3), captured('pay', 7))).toEqual(['check:3', undefined, 'pay:7'])
  })

  it.each([
    ['Store.load', 'load'],
    ['async Store.load', 'load'],
    ['new Store', 'Store'],
    ['Object.load [as run]', 'load'],
    ['Object.<anonymous>', ''],
    [undefined, ''],
  ])('knows %s as %s', (written, own) => {
    expect(names([frame(written, 3)], captured(own, 3))).toEqual([`${own}:3`])
  })

  it('gives each of recursive calls its own variables', () => {
    const frames = [frame('walk', 2), frame('walk', 5), frame('walk', 5), frame('main', 9)]
    const at = [captured('walk', 2), captured('walk', 5), captured('walk', 5), captured('main', 9)]
    const marked = at.map((one, index) => ({ ...one, vars: { of: index } }))
    expect(names(frames, ...marked)).toEqual([0, 1, 2, 3])
  })

  it('N2: leaves an error made elsewhere without variables of the place that threw it', () => {
    const frames = [frame('makeError', 30), frame('pay', 7)]
    expect(names(frames, captured('throwLater', 50), captured('pay', 7))).toEqual([undefined, 'pay:7'])
  })

  it('takes the function when the error was made on another line of it', () => {
    expect(names([frame('pay', 7), frame('main', 20)], captured('pay', 8), captured('main', 20))).toEqual([
      'pay:8',
      'main:20',
    ])
  })

  it('does not take a function of the same name in another file', () => {
    expect(names([frame('pay', 7, '/app/other.js')], captured('pay', 7))).toEqual([undefined])
  })

  it('finds a function in a stack that is source-mapped already', () => {
    expect(names([frame('pay', 70, '/app/src/shop.ts')], captured('pay', 7))).toEqual(['pay:7'])
  })

  it('reads URLs with escapes, and passes over those that are no files', () => {
    expect(names([frame('pay', 7, '/app/a b.js')], captured('pay', 7, 'a%20b.js'))).toEqual(['pay:7'])
    const odd: CapturedFrame = { ...captured('pay', 7), url: 'file://%zz' }
    expect(names([frame('pay', 7)], odd)).toEqual([undefined])
  })
})
