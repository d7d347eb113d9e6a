import { Level } from '../level.ts'
import { createBridge, type Bridge, type BridgeOptions } from './bridge.ts'
import { ForeignLog } from './foreign-log.ts'

type Monitor = (error: unknown, origin: string) => void

/** The part of `process` that is listened to. */
export interface MonitoredProcess {
  readonly on: (name: 'uncaughtExceptionMonitor', listener: Monitor) => unknown
  readonly off: (name: 'uncaughtExceptionMonitor', listener: Monitor) => unknown
}

/**
 * Sends what nobody caught, uncaught exceptions and rejections of promises that nobody awaited, to the logger
 * `node.process` at CRITICAL, each once; `origin` is an extra field. Handlers write it before the process is gone. Whether
 * it ends is left to Node and to the application's own listeners; a rejection that a listener for `unhandledRejection`
 * takes does not arrive here.
 */
export function bridgeProcess(options: BridgeOptions = {}, host: MonitoredProcess = process): Bridge {
  const log = new ForeignLog('node.process', options)
  const listener: Monitor = log.guard((error: unknown, origin: string) => {
    const msg = origin === 'unhandledRejection' ? 'Unhandled rejection' : 'Uncaught exception'
    log.write({ level: Level.CRITICAL, msg, error, extra: { origin } })
  })
  host.on('uncaughtExceptionMonitor', listener)
  return createBridge(log, () => void host.off('uncaughtExceptionMonitor', listener))
}
