/** The part of `process` that tells of failures. */
export interface FailingProcess {
  readonly on: (name: 'uncaughtExceptionMonitor', listener: (error: unknown) => void) => unknown
  readonly off: (name: 'uncaughtExceptionMonitor', listener: (error: unknown) => void) => unknown
}

const key: unique symbol = Symbol.for('culprit.debugger.process-failures')

/**
 * Tells of what ends the process: uncaught exceptions, and rejections that nobody handles (N9). It only watches: whether
 * and how the process ends stays as it was. Of several applications in a process the first one tells, so that the
 * terminal shows each failure once. Returns the function that ends it.
 */
export function debugProcessFailures(
  tell: (error: unknown) => void,
  host: FailingProcess & { [key]?: true | undefined } = process,
): () => void {
  if (host[key] === true) return () => {}
  host[key] = true
  const monitor = (error: unknown): void => {
    try {
      tell(error)
    } catch {
      // Node writes the error itself in a moment.
    }
  }
  host.on('uncaughtExceptionMonitor', monitor)
  return () => {
    host.off('uncaughtExceptionMonitor', monitor)
    host[key] = undefined
  }
}
