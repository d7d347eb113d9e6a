import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { breakpointKey, captureCondition, passCondition } from './breakpoint-condition.ts'

/** Evaluates a condition as the debugger does, and returns its value and what it has handed over. */
function evaluate(condition: string, variables: object): readonly [value: unknown, handed: unknown[]] {
  const handed: unknown[] = []
  const context = { ...variables, [Symbol.for(breakpointKey)]: (...all: unknown[]) => handed.push(...all) }
  return [runInNewContext(condition, context), handed]
}

describe('conditions of breakpoints', () => {
  it('N11: hand over the variables by name, and are false', () => {
    const [value, handed] = evaluate(captureCondition(7, ['cart', '$total', 'größe']), {
      cart: [1],
      $total: 2,
      größe: 3,
    })
    expect(value).toBe(false)
    expect(handed[0]).toBe(7)
    expect({ ...(handed[1] as object) }).toEqual({ cart: [1], $total: 2, größe: 3 })
  })

  it('N11: tell of a pass without variables', () => {
    expect(evaluate(passCondition(7), {})).toEqual([false, [7]])
  })

  it('N11: are false where a name cannot be read, and where nobody listens', () => {
    expect(evaluate(captureCondition(7, ['absent']), {})).toEqual([false, []])
    expect(runInNewContext(captureCondition(7, []))).toBe(false)
  })

  it('N11: leave out what is no name of a variable', () => {
    const names = ['a', 'await', 'arguments', 'yield', 'a.b', 'f()', '`', '...', '[Object]']
    expect(captureCondition(1, names)).toContain('{ "a": a }')
  })
})
