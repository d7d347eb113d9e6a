import { type LogRecord, RECORD_ATTRIBUTES } from './record.ts'

/** Returns one field of a record. */
export type FieldReader = (record: LogRecord) => unknown

const LOCATION_FIELDS: ReadonlySet<string> = new Set(['pathname', 'filename', 'module', 'lineno', 'funcName'])

/** Fields of requests: null, not an error, for records made outside of one. */
const REQUEST_FIELDS: ReadonlySet<string> = new Set(['url', 'remote_addr'])

/** Readers of the attributes that most formats have; a direct property read is the fastest. */
const DIRECT: Readonly<Record<string, FieldReader>> = {
  name: (record) => record.name,
  levelname: (record) => record.levelname,
  levelno: (record) => record.levelno,
  message: (record) => record.message,
  asctime: (record) => record.asctime,
  created: (record) => record.created,
  msecs: (record) => record.msecs,
  pathname: (record) => record.pathname,
  filename: (record) => record.filename,
  module: (record) => record.module,
  lineno: (record) => record.lineno,
  funcName: (record) => record.funcName,
  process: (record) => record.process,
}

/** Says whether reading a field means looking for the place of the logging call. */
export function isLocationField(name: string): boolean {
  return LOCATION_FIELDS.has(name)
}

/**
 * Returns the reader of a field. It looks among the record's attributes, then its extra fields, the context's,
 * `defaults`; `url` and `remote_addr` are null when nobody has them.
 * The reader @throws {RangeError} `Formatting field not found in record: 'nope'`
 */
export function fieldReader(name: string, defaults: Readonly<Record<string, unknown>> = {}): FieldReader {
  const direct = Object.hasOwn(DIRECT, name) ? DIRECT[name] : undefined
  if (direct !== undefined) return direct
  if (RECORD_ATTRIBUTES.has(name)) return (record) => Reflect.get(record, name)
  return (record) => {
    if (Object.hasOwn(record.extra, name)) return record.extra[name]
    if (record.context !== undefined && Object.hasOwn(record.context, name)) return record.context[name]
    if (Object.hasOwn(defaults, name)) return defaults[name]
    if (REQUEST_FIELDS.has(name)) return null
    throw new RangeError(`Formatting field not found in record: '${name}'`)
  }
}
