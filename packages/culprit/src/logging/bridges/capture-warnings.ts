import { isError } from '../log-call.ts'
import { Level } from '../level.ts'
import { defaultManager, type LogManager } from '../manager.ts'
import { createBridge, type Bridge, type BridgeOptions } from './bridge.ts'
import { foreignText } from './foreign-field.ts'
import { ForeignLog } from './foreign-log.ts'

/** Marks our listeners, so that they are found again, those of another copy of this package too. */
const MARK: unique symbol = Symbol.for('culprit.logging.warnings')

type WarningListener = (warning: Error) => void

/** What a marked listener belongs to, and Node's own printing listeners that it holds back. */
interface Capture {
  readonly manager: LogManager
  readonly bridge: Bridge
  held: readonly WarningListener[]
}

/**
 * Sends the process's warnings (`process.emitWarning`, deprecations) to the logger `node.warnings` at WARNING
 * instead of to stderr, or puts that back: Python's `logging.captureWarnings`. Asked twice, it does it once.
 */
export function captureWarnings(capture: boolean, options: BridgeOptions = {}): void {
  if (capture) bridgeWarnings(options)
  else findCapture(options.manager ?? defaultManager())?.bridge.close()
}

/**
 * Does the same as `captureWarnings(true)` and returns the bridge, the one there is when it was done before.
 * While any is open, Node itself prints no warnings; their records have a traceback.
 */
export function bridgeWarnings(options: BridgeOptions = {}): Bridge {
  const { manager = defaultManager() } = options
  const before = findCapture(manager)
  if (before !== undefined) return before.bridge
  const log = new ForeignLog('node.warnings', options)
  const listener: WarningListener = log.guard((warning) => writeWarning(log, warning))
  const bridge = createBridge(log, () => release(listener))
  const held = process.listeners('warning').filter(({ name }) => name === 'onWarning')
  const capture: Capture = { manager, bridge, held }
  Object.defineProperty(listener, MARK, { value: capture })
  for (const printing of held) process.removeListener('warning', printing)
  process.on('warning', listener)
  return bridge
}

function writeWarning(log: ForeignLog, warning: unknown): void {
  const code = foreignText(warning, 'code')
  const text = isError(warning) ? `${warning.name}: ${warning.message}` : String(warning)
  const msg = code === '' ? text : `[${code}] ${text}`
  log.write({ level: Level.WARNING, msg, error: isError(warning) ? warning : undefined, extra: { code } })
}

/** The last capture to go puts Node's printing back. */
function release(listener: WarningListener): void {
  process.removeListener('warning', listener)
  const { held = [] } = captureOf(listener) ?? {}
  const other = process
    .listeners('warning')
    .map(captureOf)
    .find((capture) => capture !== undefined)
  if (other !== undefined) other.held = [...other.held, ...held]
  else for (const printing of held) process.on('warning', printing)
}

function findCapture(manager: LogManager): Capture | undefined {
  return process
    .listeners('warning')
    .map(captureOf)
    .find((capture) => capture?.manager === manager)
}

function captureOf(listener: object): Capture | undefined {
  // Only `bridgeWarnings` sets this.
  return Reflect.get(listener, MARK) as Capture | undefined
}
