import { describe, expect, it } from 'vitest'
import { createRunner } from './run.ts'
import { drop, ok, type Step } from './step.ts'

const add = (name: string): Step<number, number> => ({ name, run: (value) => ok(value + 1) })
const lost: Step<number, number> = { name: 'lost', run: () => drop('invalid-event', 'no') }
const broken: Step<number, number> = {
  name: 'broken',
  run: () => {
    throw new RangeError('boom')
  },
}

describe('createRunner', () => {
  it('hands the value through all steps', () => {
    expect(createRunner().run([add('a'), add('b'), add('c'), add('d')], 1)).toEqual(ok(5))
  })

  it('stops at the first drop', () => {
    const runner = createRunner()
    expect(runner.run([add('a'), lost, broken, add('d')], 1)).toEqual({
      kind: 'drop',
      reason: 'invalid-event',
      detail: 'no',
    })
    expect([...runner.times().keys()]).toEqual(['a', 'lost'])
  })

  it('takes a throw for a fault of its own', () => {
    expect(createRunner().run([broken, add('b'), add('c'), add('d')], 1)).toEqual({
      kind: 'fail',
      error: new RangeError('boom'),
    })
  })

  it('adds up the time of each step by name', () => {
    let clock = 0
    const runner = createRunner(() => (clock += 2))
    const steps = [add('a'), add('b'), add('c'), add('d')] as const
    runner.run(steps, 1)
    runner.run(steps, 1)
    expect(runner.times().get('b')).toBe(4)
  })
})
