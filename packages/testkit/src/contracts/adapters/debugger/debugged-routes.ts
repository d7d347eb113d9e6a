import { setImmediate } from 'node:timers/promises'
import type { ContractRoute } from '../harness.ts'

class Cart {
  readonly items: readonly string[] = ['pen']
  readonly #owner = 'Ada'

  total(rate: number): number {
    const sum = this.items.length * rate
    if (sum > 1) throw new RangeError(`<b>no total</b> for ${this.#owner}`)
    return sum
  }
}

function checkout(step: string): never {
  try {
    new Cart().total(2)
  } catch (cause) {
    const order = { id: 7, password: 'hunter2' }
    throw new Error(`order ${order.id} failed in ${step}`, { cause })
  }
  throw new Error('unreachable')
}

/** Routes whose failures the debugger's contract looks at. */
export const debuggedRoutes: readonly ContractRoute[] = [
  { path: '/debug/total', run: () => new Cart().total(2) },
  { path: '/debug/checkout', run: () => checkout('payment') },
  {
    path: '/debug/async',
    run: async () => {
      const before = 'before'
      await setImmediate()
      const after = `${before} and after`
      throw new RangeError(after)
    },
  },
  {
    path: '/debug/text',
    run: () => {
      const reason = 'no object'
      const thrown: unknown = `plain ${reason}`
      throw thrown
    },
  },
  {
    path: '/debug/group',
    run: () => {
      throw new AggregateError([new Error('first'), new Error('second')], 'both')
    },
  },
]
