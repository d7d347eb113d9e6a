import type { ReportClient } from './client.ts'

/** The part of `process` that tells of failures. */
export interface FailingProcess {
  readonly on: (name: 'uncaughtExceptionMonitor', listener: Monitor) => unknown
  readonly off: (name: 'uncaughtExceptionMonitor', listener: Monitor) => unknown
}

type Monitor = (error: unknown, origin: string) => void

/**
 * Reports what ends the process: uncaught exceptions, and rejections that nobody handles. The event is on disk when the
 * listener returns. It only watches: whether and how the process ends stays as it was (Node writes the error to stderr
 * and exits with 1, unless the application listens for `uncaughtException` itself). Returns the function that ends it.
 *
 * @see https://nodejs.org/api/process.html#event-uncaughtexceptionmonitor
 */
export function reportProcessFailures(client: ReportClient, host: FailingProcess = process): () => void {
  const monitor: Monitor = (error, origin) => {
    client.captureException(error, {
      handled: false,
      level: 'fatal',
      mechanism: origin === 'unhandledRejection' ? 'onunhandledrejection' : 'onuncaughtexception',
      crash: true,
    })
  }
  host.on('uncaughtExceptionMonitor', monitor)
  return () => void host.off('uncaughtExceptionMonitor', monitor)
}
