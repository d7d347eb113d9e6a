import { Level } from './level.ts'
import { LogRecord, RECORD_ATTRIBUTES, type RecordOrigin } from './record.ts'

/** The fields of a record as they come from another process or thread. */
type Fields = Readonly<Record<string, unknown>>

/**
 * Returns a record made from fields that were received, such as a parsed JSON line of another process: name,
 * levelno, levelname, msg, args, created, location, thread and process fields, `stackInfo`, `error`; all others
 * become extra fields. What is missing or of another type has its default: the level is INFO, the place unknown.
 */
export function makeLogRecord(fields: Fields): LogRecord {
  return new LogRecord({
    name: text(fields, 'name') ?? 'root',
    levelno: number(fields, 'levelno') ?? Level.INFO,
    levelname: text(fields, 'levelname'),
    msg: fields['msg'] ?? fields['message'] ?? '',
    args: argsOf(fields['args']),
    error: fields['error'],
    stackInfo: text(fields, 'stackInfo'),
    created: number(fields, 'created'),
    extra: extraOf(fields),
    location: {
      pathname: text(fields, 'pathname') ?? '(unknown file)',
      lineno: number(fields, 'lineno') ?? 0,
      funcName: text(fields, 'funcName') ?? '(unknown function)',
    },
    origin: originOf(fields),
  })
}

function originOf(fields: Fields): RecordOrigin {
  return {
    thread: number(fields, 'thread') ?? 0,
    threadName: text(fields, 'threadName') ?? 'main',
    process: number(fields, 'process') ?? 0,
    processName: text(fields, 'processName') ?? 'MainProcess',
    taskName: text(fields, 'taskName'),
  }
}

function argsOf(args: unknown): readonly unknown[] {
  if (Array.isArray(args)) return args
  return args === undefined || args === null ? [] : [args]
}

function extraOf(fields: Fields): Fields {
  const given = fields['extra']
  const nested = typeof given === 'object' && given !== null ? Object.entries(given) : []
  return Object.fromEntries(
    [...nested, ...Object.entries(fields)].filter(([key]) => !RECORD_ATTRIBUTES.has(key)),
  )
}

function text(fields: Fields, key: string): string | undefined {
  const value = fields[key]
  return typeof value === 'string' ? value : undefined
}

function number(fields: Fields, key: string): number | undefined {
  const value = fields[key]
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
