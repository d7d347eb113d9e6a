import { inspect } from 'node:util'
import type { LocationFrom, LocationSite } from './record.ts'
import { RECORD_ATTRIBUTES } from './record.ts'
import { placeholderCount, takesNames, type MessageArgs } from './message.ts'
import type { TemplateSites } from './template-sites.ts'

/** What one logging call says, whatever the shape of its arguments. */
export interface LogCall {
  readonly msg: unknown
  readonly args: MessageArgs
  readonly error?: unknown
  readonly extra?: Readonly<Record<string, unknown>> | undefined
  readonly options?: CallOptions | undefined
  readonly site?: LocationSite | undefined
}

/** Settings of one call that are no part of its message; see `callOptions`. */
export interface CallOptionsInit {
  /** Adds the stack of the call to the record, without an error. @default false */
  readonly stackInfo?: boolean | undefined
  /** Whose location the record has: 1 the caller's, 2 the caller's caller; for logging helpers. @default 1 */
  readonly stackLevel?: number | undefined
  /** Takes the location from the record's error instead of the call. @default 'call' */
  readonly locationFrom?: LocationFrom | undefined
}

/** Options of one call; a class, so that they are told from extra fields. */
export class CallOptions {
  readonly stackInfo: boolean
  readonly stackLevel: number
  readonly locationFrom: LocationFrom

  constructor({ stackInfo = false, stackLevel = 1, locationFrom = 'call' }: CallOptionsInit = {}) {
    this.stackInfo = stackInfo
    this.stackLevel = stackLevel
    this.locationFrom = locationFrom
  }
}

/**
 * Returns options to give to a logging call as its last argument:
 * `log.warning('slow', callOptions({ stackInfo: true, stackLevel: 2 }))`.
 */
export function callOptions(init: CallOptionsInit): CallOptions {
  return new CallOptions(init)
}

const NO_ARGS: readonly unknown[] = []

/**
 * Reads the arguments of a logging call. Understood are: a message with values (`'stock low %s', sku`), a plain
 * object no placeholder takes as extra fields, an error first or last, a template (`` log.error`failed ${id}` ``),
 * pino's order (`{ err, id }, 'failed'`) and `callOptions(...)` last. Extra fields with a name that records
 * use themselves get a `_` behind it: a logging call must not throw.
 */
export function readCall(message: unknown, args: readonly unknown[], sites: TemplateSites): LogCall {
  if (typeof message === 'string') {
    return args.length === 0 ? { msg: message, args: NO_ARGS } : readMessage(message, args)
  }
  if (isTemplate(message)) return readTemplate(message, args, sites)
  if (isError(message)) return readError(message, args)
  if (isPlainObject(message)) return readObjectFirst(message, args)
  return readMessage(message, args)
}

/** Returns the message an error is logged with when none is given: its own, else its name. */
export function errorMessage(error: unknown): string {
  if (!isError(error)) return typeof error === 'string' ? error : inspect(error, { depth: 1 })
  return error.message === '' ? error.name : error.message
}

/** Says whether a value is an error, also one of another realm. */
export function isError(value: unknown): value is Error {
  return (
    value instanceof Error ||
    (typeof value === 'object' &&
      value !== null &&
      Object.prototype.toString.call(value) === '[object Error]')
  )
}

/**
 * Reads the arguments that follow a thrown value: a message with its values, or none, in which case the value's
 * own message is taken as it is: percent signs in it mean nothing.
 */
export function readError(error: unknown, args: readonly unknown[]): LogCall {
  const call = readRest(args, errorMessage(error))
  return { ...call, error: error ?? call.error }
}

function readRest(args: readonly unknown[], otherwise: string): LogCall {
  const [first, ...rest] = args
  if (typeof first === 'string') return readMessage(first, rest)
  const call = readMessage('', args)
  const hasValues = Array.isArray(call.args) && call.args.length > 0
  return { ...call, msg: hasValues ? otherwise.replaceAll('%', '%%') : otherwise }
}

function readObjectFirst(object: Readonly<Record<string, unknown>>, args: readonly unknown[]): LogCall {
  const key = isError(object['err']) ? 'err' : isError(object['error']) ? 'error' : undefined
  if (key === undefined) {
    const call: LogCall = typeof args[0] === 'string' ? readRest(args, '') : readMessage(object, args)
    return { ...call, extra: mergeExtra(safeExtra(object), call.extra) }
  }
  const { [key]: error, ...fields } = object
  const call = readError(error, args)
  return { ...call, extra: mergeExtra(safeExtra(fields), call.extra) }
}

function readMessage(msg: unknown, given: readonly unknown[]): LogCall {
  let count = given.length
  const last = given[count - 1]
  const options = last instanceof CallOptions ? last : undefined
  if (options !== undefined) count--
  if (takesNames(msg)) return readNamed(msg, given.slice(0, count), options)
  let extra: Readonly<Record<string, unknown>> | undefined
  let error: unknown
  const fields = given[count - 1]
  if (isPlainObject(fields) && count > wanted(msg)) {
    extra = safeExtra(fields)
    count--
  }
  const candidate = count > 0 ? given[count - 1] : undefined
  if (isError(candidate)) {
    error = candidate
    // A placeholder that takes the error keeps it: `'failed: %s', error`.
    if (count > wanted(msg)) count--
  } else if (count > 1 && isError(given[0])) error = given[0]
  return { msg, args: count === given.length ? given : given.slice(0, count), error, extra, options }
}

function wanted(msg: unknown): number {
  return typeof msg === 'string' ? placeholderCount(msg) : 0
}

function readNamed(msg: unknown, given: readonly unknown[], options: CallOptions | undefined): LogCall {
  const [values, extra] = given.filter(isPlainObject)
  const error = given.find(isError)
  return {
    msg,
    args: values ?? given,
    error,
    extra: extra === undefined ? undefined : safeExtra(extra),
    options,
  }
}

function readTemplate(
  strings: TemplateStringsArray,
  values: readonly unknown[],
  sites: TemplateSites,
): LogCall {
  const site = sites.siteOf(strings)
  return { msg: site.message, args: values, error: values.findLast(isError), site }
}

/** Returns both sets of fields in one; those of `later` win. */
export function mergeExtra(
  earlier: Readonly<Record<string, unknown>> | undefined,
  later: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  if (earlier === undefined || later === undefined) return later ?? earlier
  return { ...earlier, ...later }
}

/** Returns the fields with `_` behind each name that is an attribute of records; the same object if there is none. */
export function safeExtra(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  for (const name in fields) if (RECORD_ATTRIBUTES.has(name)) return renamed(fields)
  return fields
}

function renamed(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [RECORD_ATTRIBUTES.has(name) ? `${name}_` : name, value]),
  )
}

function isTemplate(value: unknown): value is TemplateStringsArray {
  return Array.isArray(value) && Object.hasOwn(value, 'raw')
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
