import type { Script } from 'node:vm'

const key = `culprit evaluation ${process.hrtime.bigint()}`
let compiled: Script | undefined

function script(): Script {
  const { Script: VmScript } = process.getBuiltinModule('node:vm')
  return (compiled ??= new VmScript(`globalThis[${JSON.stringify(key)}]()`, { filename: 'culprit-console' }))
}

/** Synchronous code of a console may take this long; the process serves nobody else meanwhile. */
export const synchronousLimitMs = 5000

/**
 * Returns what a function returns, and ends it when it does not return in time, `for (;;) {}` too: Node has a thread that
 * watches scripts with a time limit, and a function that such a script calls is watched as well. The process survives.
 *
 * @throws what the function throws; an error with code `ERR_SCRIPT_EXECUTION_TIMEOUT` when its time is over.
 */
export function withinTime<Result>(run: () => Result, timeout: number = synchronousLimitMs): Result {
  let result: { readonly value: Result } | undefined
  const store = (): void => {
    result = { value: run() }
  }
  Object.defineProperty(globalThis, key, { value: store, configurable: true })
  try {
    script().runInThisContext({ timeout, displayErrors: false })
  } finally {
    Reflect.deleteProperty(globalThis, key)
  }
  if (result === undefined) throw new Error('The evaluation did not run.')
  return result.value
}
