/** The part of `process` that tells of failures. */
export interface FailingProcess {
  readonly on: (name: 'uncaughtExceptionMonitor', listener: (error: unknown) => void) => unknown
}

/**
 * Tells of what ends the process: uncaught exceptions, and rejections that nobody handles (N9). It only watches: whether
 * and how the process ends stays as it was.
 */
export function debugProcessFailures(tell: (error: unknown) => void, host: FailingProcess = process): void {
  host.on('uncaughtExceptionMonitor', (error) => {
    try {
      tell(error)
    } catch {
      // Node writes the error itself in a moment.
    }
  })
}
