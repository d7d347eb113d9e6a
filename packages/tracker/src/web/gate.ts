/** Runs one task at a time; refuses when too many wait. */
export interface Gate {
  /** Resolves with the task's result, or `undefined` without running it when `maxWaiting` tasks wait already. */
  run<T>(task: () => Promise<T>): Promise<T | undefined>
}

/** Returns a gate. It bounds what costly work, like hashing passwords, takes of memory and processor. */
export function createGate(maxWaiting: number): Gate {
  let last: Promise<unknown> = Promise.resolve()
  let waiting = 0
  return {
    async run(task) {
      if (waiting >= maxWaiting) return undefined
      waiting += 1
      const turn = last.then(task)
      last = turn.catch(() => undefined)
      try {
        return await turn
      } finally {
        waiting -= 1
      }
    },
  }
}
