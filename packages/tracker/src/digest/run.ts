import type { Step, StepResult } from './step.ts'

/** Runs steps and remembers where the time went. */
export interface Runner {
  /**
   * Hands a value from step to step and stops at the first that does not answer `ok`. A throw becomes `fail`: bad
   * client data is a drop, so what throws is a fault of the tracker.
   */
  run<A, B, C, D, E>(
    steps: readonly [Step<A, B>, Step<B, C>, Step<C, D>, Step<D, E>],
    input: A,
  ): StepResult<E>
  /** Milliseconds spent in each step, by name, since the runner was made. */
  times(): ReadonlyMap<string, number>
}

/** Returns a runner. `now` counts milliseconds from anywhere. */
export function createRunner(now: () => number = () => performance.now()): Runner {
  const times = new Map<string, number>()
  return {
    run<A, B, C, D, E>(
      steps: readonly [Step<A, B>, Step<B, C>, Step<C, D>, Step<D, E>],
      input: A,
    ): StepResult<E> {
      const chain: readonly Step<unknown, unknown>[] = steps
      let value: unknown = input
      let before = now()
      for (const step of chain) {
        const result = attempt(step, value)
        const after = now()
        times.set(step.name, (times.get(step.name) ?? 0) + after - before)
        before = after
        if (result.kind !== 'ok') return result
        value = result.value
      }
      // The parameter's type says that the last step answers an E.
      return { kind: 'ok', value: value as E }
    },
    times: () => times,
  }
}

function attempt(step: Step<unknown, unknown>, value: unknown): StepResult<unknown> {
  try {
    return step.run(value)
  } catch (error) {
    return { kind: 'fail', error }
  }
}
