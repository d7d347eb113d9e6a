import type { Logger } from '../logger.ts'
import type { LogManager } from '../manager.ts'

/** What every bridge to another library can be made with. */
export interface BridgeOptions {
  /** Whose loggers the library's lines go to. @default the process's shared manager */
  readonly manager?: LogManager | undefined
  /** The name of the bridge's logger. @default the library's name */
  readonly name?: string | undefined
}

/**
 * A connection from another library's log to a logger of ours, until it is closed. What the library writes itself
 * it goes on writing. `losses` counts the lines that did not become records: `reentrant` for those that the
 * handling of another bridged line caused, `failed` for those that could not be read.
 */
export interface Bridge extends Disposable {
  readonly name: string
  /** Takes the library's records; those of its named parts go to loggers below it. */
  readonly logger: Logger
  readonly losses: ReadonlyMap<string, number>
  /** Ends the connection and puts back what was replaced. May be called twice. */
  close(): void
}

/** What hands a library's lines on to a logger, until it is muted. */
interface BridgedLog extends Pick<Bridge, 'logger' | 'losses'> {
  mute(): void
}

/** Returns the bridge of a log; `stop` is called once, when it is closed. */
export function createBridge(log: BridgedLog, stop: () => void): Bridge {
  const { logger, losses } = log
  let isOpen = true
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    log.mute()
    stop()
  }
  return { name: logger.name, logger, losses, close, [Symbol.dispose]: close }
}
