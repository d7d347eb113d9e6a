import { Console } from 'node:console'
import { createBridge, type Bridge, type BridgeOptions } from './bridge.ts'
import { consoleHasChannels } from './console-has-channels.ts'
import { foreignCall } from './foreign-call.ts'
import { foreignLevel } from './foreign-level.ts'
import { ForeignLog } from './foreign-log.ts'
import { listenToChannels, type ForeignListener } from './listen.ts'

const METHODS = ['debug', 'log', 'info', 'warn', 'error'] as const

/** How the console is bridged. */
export interface ConsoleBridgeOptions extends BridgeOptions {
  /** Whether the runtime tells of console calls itself, else methods are wrapped. @default found out */
  readonly hasChannels?: boolean | undefined
}

/**
 * Hands what is written to the console to the loggers `console.error`, `console.warn`, `console.info`,
 * `console.log` and `console.debug`; it is still printed. Uses the runtime's channels (Node 24 and late Node 22,
 * any `Console` object), else it wraps the methods of the global console.
 */
export function bridgeConsole(options: ConsoleBridgeOptions = {}): Bridge {
  const log = new ForeignLog('console', options)
  const stop =
    (options.hasChannels ?? consoleHasChannels())
      ? listenToConsole(log)
      : wrapConsole(log, globalThis.console)
  return createBridge(log, stop)
}

function listenToConsole(log: ForeignLog): () => void {
  const listeners: Record<string, ForeignListener> = {}
  for (const method of METHODS) {
    // The global console's methods are bound copies, which V8 cannot find on the stack.
    const write = writer(log, method, Console.prototype[method])
    listeners[`console.${method}`] = log.guard((values) => {
      if (Array.isArray(values)) write(values)
    })
  }
  return listenToChannels(listeners)
}

function wrapConsole(log: ForeignLog, target: typeof globalThis.console): () => void {
  const restores = METHODS.map((method) => {
    const original = target[method]
    const wrapped = (...values: readonly unknown[]): void => {
      guarded(values)
      Reflect.apply(original, target, values)
    }
    const guarded = log.guard(writer(log, method, wrapped))
    target[method] = wrapped
    return () => {
      // Whoever wrapped it after us keeps working; what we add is then only a detour.
      if (target[method] === wrapped) target[method] = original
    }
  })
  return () => {
    for (const restore of restores) restore()
  }
}

function writer(
  log: ForeignLog,
  method: (typeof METHODS)[number],
  caller: (...values: never[]) => unknown,
): (values: readonly unknown[]) => void {
  const level = foreignLevel(method)
  const logger = log.child(method)
  return (values) => {
    if (level >= logger.threshold) log.write({ ...foreignCall(values), level, logger, caller })
  }
}
