/** What a program can know about how it is run. */
export interface Development {
  /** Who runs it, if anybody does: the command `culprit dev`, or its own call of `run`. */
  by?: 'dev' | 'run'
  /** Whether it is the first time, and not again after a change. */
  isFirst?: boolean
}

const key = Symbol.for('culprit.development')

/** Returns what all copies of this package in this thread share about how the program is run. */
export function development(): Development {
  const shared = globalThis as { [key]?: Development }
  return (shared[key] ??= {})
}
