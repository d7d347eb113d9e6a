import { isError } from '../log-call.ts'
import type { Logger } from '../logger.ts'
import { createBridge, type Bridge, type BridgeOptions } from './bridge.ts'
import { foreignField, foreignText } from './foreign-field.ts'
import { foreignLevel } from './foreign-level.ts'
import { ForeignLog } from './foreign-log.ts'
import { listenToChannels } from './listen.ts'

/** Longest line whose fields are read; of longer ones only the message and the error are taken. */
const MAX_LINE = 65_536

/** What pino adds to each line, and what records have in their own way. */
const OWN_FIELDS: ReadonlySet<string> = new Set([
  'level',
  'time',
  'pid',
  'hostname',
  'name',
  'msg',
  'err',
  'error',
])

/**
 * Hands the lines of every pino logger in the process (version 10 or later, children included, Fastify's too) to
 * the logger `pino`, or `pino.<name>` for one made with a name. Pino writes them as before. Fields are taken from
 * the line as pino wrote it, so that what it redacts stays redacted; the error is the object that was logged.
 */
export function bridgePino(options: BridgeOptions = {}): Bridge {
  const log = new ForeignLog('pino', options)
  const loggers = new WeakMap<object, Logger>()
  const onLine = log.guard((message) => {
    const instance = foreignField(message, 'instance')
    const values = foreignField(message, 'arguments')
    if (typeof instance !== 'object' || instance === null) return
    let logger = loggers.get(instance)
    if (logger === undefined) {
      logger = log.child(nameOf(instance))
      loggers.set(instance, logger)
    }
    const levelName = labelOf(instance, foreignField(values, '2'))
    const level = foreignLevel(levelName, logger.host.levels)
    if (level < logger.threshold) return
    const error = errorIn(foreignField(values, '0'))
    const extra = fieldsOf(foreignField(message, 'result'))
    // A line of fields alone, which formats of text would not show.
    const msg = foreignText(values, '1') || (extra === undefined ? '' : JSON.stringify(extra))
    log.write({
      level,
      msg,
      error,
      extra,
      logger,
      caller: methodOf(instance, levelName),
    })
  })
  return createBridge(log, listenToChannels({ 'tracing:pino_asJson:end': onLine }))
}

function nameOf(instance: object): string {
  const bindings = foreignField(instance, 'bindings')
  return typeof bindings === 'function' ? foreignText(Reflect.apply(bindings, instance, []), 'name') : ''
}

function labelOf(instance: object, level: unknown): string {
  return typeof level === 'number'
    ? foreignText(foreignField(foreignField(instance, 'levels'), 'labels'), String(level))
    : ''
}

/** The method of the instance that was called: it is on the stack, so the location is its caller's. */
function methodOf(instance: object, name: string): ((...values: never[]) => unknown) | undefined {
  const method = foreignField(instance, name)
  // It is only looked for on the stack, never called.
  return typeof method === 'function' ? (method as (...values: never[]) => unknown) : undefined
}

function errorIn(object: unknown): unknown {
  if (typeof object !== 'object' || object === null) return undefined
  const usual = foreignField(object, 'err') ?? foreignField(object, 'error')
  return isError(usual) ? usual : Object.values(object).find(isError)
}

function fieldsOf(line: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof line !== 'string' || line.length > MAX_LINE) return undefined
  const fields = Object.entries(parsed(line)).filter(([name]) => !OWN_FIELDS.has(name))
  return fields.length === 0 ? undefined : Object.fromEntries(fields)
}

/** A logger may be set up to write lines that are no JSON. */
function parsed(line: string): object {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
