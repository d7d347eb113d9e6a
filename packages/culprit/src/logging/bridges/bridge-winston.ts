import { Writable } from 'node:stream'
import { errorMessage, isError } from '../log-call.ts'
import { createBridge, type Bridge, type BridgeOptions } from './bridge.ts'
import { errorFromStack } from './foreign-call.ts'
import { foreignField, foreignText } from './foreign-field.ts'
import { foreignLevel } from './foreign-level.ts'
import { ForeignLog } from './foreign-log.ts'

// Under these symbols winston keeps what formats must not change.
const LEVEL = Symbol.for('level')
const SPLAT = Symbol.for('splat')

const OWN_FIELDS: ReadonlySet<string> = new Set(['level', 'message', 'stack', 'cause', 'timestamp'])

/** A winston logger, as far as it is used. */
export interface WinstonLogger {
  add(transport: never): unknown
  remove(transport: never): unknown
}

/**
 * Hands the lines of winston loggers (version 3) to the logger `winston`, or the one named in the options: adds a
 * transport to each, which the logger's own level decides for. Their other transports work as before. An error
 * that winston's `errors` format has turned into text is known by its stack only.
 */
export function bridgeWinston(
  loggers: WinstonLogger | readonly WinstonLogger[],
  options: BridgeOptions = {},
): Bridge {
  const log = new ForeignLog('winston', options)
  const transports = [loggers].flat().map((logger) => {
    const transport = new RecordTransport(log)
    Reflect.apply(logger.add, logger, [transport])
    return () => void Reflect.apply(logger.remove, logger, [transport])
  })
  return createBridge(log, () => {
    for (const remove of transports) remove()
  })
}

/** A winston transport: a writable stream of objects with a `log` method. */
class RecordTransport extends Writable {
  readonly #onInfo: (info: unknown) => void

  constructor(log: ForeignLog) {
    super({ objectMode: true })
    this.#onInfo = log.guard((info) => writeInfo(log, info))
  }

  /** Winston asks for it but writes to the stream. */
  log(info: unknown, done: () => void): void {
    this.#onInfo(info)
    done()
  }

  override _write(info: unknown, _encoding: string, done: () => void): void {
    this.log(info, done)
  }
}

function writeInfo(log: ForeignLog, info: unknown): void {
  const name = foreignText(info, LEVEL) || foreignText(info, 'level')
  const level = foreignLevel(name, log.logger.host.levels)
  if (level < log.logger.threshold) return
  const error = errorIn(info)
  const message = foreignField(info, 'message')
  const msg = typeof message === 'string' ? message : errorMessage(message ?? error)
  log.write({ level, msg, error, extra: fieldsOf(info) })
}

function errorIn(info: unknown): unknown {
  if (isError(info)) return info
  const message = foreignField(info, 'message')
  if (isError(message)) return message
  const splat = foreignField(info, SPLAT)
  const error = Array.isArray(splat) ? splat.find(isError) : undefined
  if (error !== undefined) return error
  const stack = foreignText(info, 'stack')
  return stack === '' ? undefined : errorFromStack(foreignText(info, 'message'), stack)
}

function fieldsOf(info: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof info !== 'object' || info === null || isError(info)) return undefined
  const fields = Object.entries(info).filter(([name]) => !OWN_FIELDS.has(name))
  return fields.length === 0 ? undefined : Object.fromEntries(fields)
}
