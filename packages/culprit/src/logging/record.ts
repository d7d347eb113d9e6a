import { threadId } from 'node:worker_threads'
import type { ContextFields } from './context.ts'
import { LevelNames } from './level.ts'
import {
  callerLocation,
  callerStack,
  errorLocation,
  filenameOf,
  moduleOf,
  type CallerMarker,
  type SourceLocation,
  UNKNOWN_LOCATION,
} from './location.ts'
import { textOf } from './printf.ts'
import { messageText, type MessageArgs } from './message.ts'

/** Where a record takes its location from: the call that logged it, or the error it carries. */
export type LocationFrom = 'call' | 'error'

/**
 * What a record is made from. `created` is in seconds since 1970; `caller` the public logging method that was
 * called and `stackLevel` how far above it the location is (1 is its caller); `location` a place already known.
 */
export interface LogRecordInit {
  readonly name: string
  readonly levelno: number
  readonly levelname?: string | undefined
  readonly msg: unknown
  readonly args?: MessageArgs | undefined
  readonly error?: unknown
  readonly stackInfo?: string | undefined
  readonly extra?: Readonly<Record<string, unknown>> | undefined
  readonly context?: ContextFields | undefined
  readonly created?: number | undefined
  readonly caller?: CallerMarker | undefined
  readonly stackLevel?: number | undefined
  readonly locationFrom?: LocationFrom | undefined
  readonly location?: SourceLocation | undefined
  readonly site?: LocationSite | undefined
  readonly origin?: RecordOrigin | undefined
}

/** A place that logs again and again and keeps its location once it was looked for. */
export interface LocationSite {
  location: SourceLocation | undefined
}

/** Who made a record: set for records that came from another process or thread. */
export interface RecordOrigin {
  readonly thread: number
  readonly threadName: string
  readonly process: number
  readonly processName: string
  readonly taskName: string | undefined
}

const NO_ARGS: readonly unknown[] = []
const NO_EXTRA: Readonly<Record<string, unknown>> = {}

/**
 * One thing that was logged. Its fields have the names that formats use. `msg` and `args` are as given,
 * `message` the text made of them; `created` is in seconds; `error` is what was thrown, if anything. The location
 * fields (`pathname`, `filename`, `module`, `lineno`, `funcName`) are found when one is first read, which must be
 * while the logging call still runs: call `resolveLocation()` before keeping a record for later.
 */
export class LogRecord {
  name: string
  msg: unknown
  args: MessageArgs
  levelno: number
  levelname: string
  error: unknown
  stackInfo: string | undefined
  /** Set by the formatter that last formatted the record. */
  asctime: string | undefined
  readonly created: number
  /** Fields of the request or task in which the record was made. */
  readonly context: ContextFields | undefined
  #extra: Readonly<Record<string, unknown>>
  #location: SourceLocation | undefined
  readonly #site: LocationSite | undefined
  readonly #caller: CallerMarker | undefined
  readonly #stackLevel: number
  readonly #locationFrom: LocationFrom
  readonly #origin: RecordOrigin | undefined
  #message: string | undefined
  #messageMsg: unknown
  #messageArgs: MessageArgs | undefined
  #texts: Map<object, string> | undefined

  constructor(init: LogRecordInit) {
    this.name = init.name
    this.msg = init.msg
    this.args = argsOf(init.args)
    this.levelno = init.levelno
    this.levelname = init.levelname ?? new LevelNames().nameOf(init.levelno)
    this.error = init.error
    this.stackInfo = init.stackInfo
    this.asctime = undefined
    this.created = init.created ?? Date.now() / 1000
    this.context = init.context
    this.#extra = init.extra ?? NO_EXTRA
    this.#location = init.location
    this.#site = init.site
    this.#caller = init.caller
    this.#stackLevel = init.stackLevel ?? 1
    this.#locationFrom = init.locationFrom ?? 'call'
    this.#origin = init.origin
  }

  /** The text of the message; made anew only when `msg` or `args` were replaced. */
  get message(): string {
    if (this.#message === undefined || this.#messageMsg !== this.msg || this.#messageArgs !== this.args) {
      this.#message = messageText(this.msg, this.args)
      this.#messageMsg = this.msg
      this.#messageArgs = this.args
    }
    return this.#message
  }

  /** Returns the text of the message; may throw what a value's own `toString` throws. */
  getMessage(): string {
    return this.message
  }

  /** Fields the caller added; reachable by name in formats. An attribute of the same name wins there. */
  get extra(): Readonly<Record<string, unknown>> {
    return this.#extra
  }

  /**
   * Adds fields, as filters and formatters do to enrich a record; later ones win.
   * @throws {TypeError} when a name is one of the record's own attributes
   */
  addExtra(fields: Readonly<Record<string, unknown>>): void {
    checkExtra(fields)
    this.#extra = { ...this.#extra, ...fields }
  }

  /** The milliseconds of `created`, 0 to 999. */
  get msecs(): number {
    // Seconds as a double hold microseconds; the margin keeps .896 from becoming 895.
    return Math.floor(this.created * 1000 + 1e-4) % 1000
  }

  /** Milliseconds since the process (or worker) started. */
  get relativeCreated(): number {
    return this.created * 1000 - performance.timeOrigin
  }

  get pathname(): string {
    return this.resolveLocation().pathname
  }

  get filename(): string {
    return filenameOf(this.resolveLocation().pathname)
  }

  get module(): string {
    return moduleOf(this.resolveLocation().pathname)
  }

  get lineno(): number {
    return this.resolveLocation().lineno
  }

  get funcName(): string {
    return this.resolveLocation().funcName
  }

  /** The id of the thread: 0 for the main one. */
  get thread(): number {
    return this.#origin?.thread ?? threadId
  }

  /** `main`, or `worker-N` in a worker thread. */
  get threadName(): string {
    return this.#origin?.threadName ?? (threadId === 0 ? 'main' : `worker-${threadId}`)
  }

  /** The id of the process. */
  get process(): number {
    return this.#origin?.process ?? process.pid
  }

  /** `MainProcess`, or `worker-N` in a cluster worker. */
  get processName(): string {
    if (this.#origin !== undefined) return this.#origin.processName
    // Loaded by the first format that asks, since it brings half of Node's networking along.
    const { worker } = process.getBuiltinModule('node:cluster')
    return worker === undefined ? 'MainProcess' : `worker-${worker.id}`
  }

  /** The field `task` of the context the record was made in, if there is one. */
  get taskName(): string | undefined {
    if (this.#origin !== undefined) return this.#origin.taskName
    const task = this.context?.['task']
    return task === undefined ? undefined : textOf(task)
  }

  /** Finds the location, if that was not done yet, and returns it; from then on it stays the same. */
  resolveLocation(): SourceLocation {
    this.#location ??= this.#findLocation()
    return this.#location
  }

  /** Returns the calls that led to the logging call as text, outermost first; only while that call runs. */
  callStack(): string {
    return callerStack(this.#caller ?? LogRecord.prototype.callStack)
  }

  /**
   * Returns a text that belongs to this record and to `key` (a formatter's class): made by `make` the first
   * time, remembered after that.
   */
  cachedText(key: object, make: () => string): string {
    this.#texts ??= new Map()
    const found = this.#texts.get(key)
    if (found !== undefined) return found
    const text = make()
    this.#texts.set(key, text)
    return text
  }

  #findLocation(): SourceLocation {
    if (this.#locationFrom === 'error') return errorLocation(this.error)
    if (this.#caller === undefined) return UNKNOWN_LOCATION
    if (this.#site === undefined) return callerLocation(this.#caller, this.#stackLevel)
    this.#site.location ??= callerLocation(this.#caller, this.#stackLevel)
    return this.#site.location
  }
}

/** The names of a record's own attributes, which `extra` cannot take. */
export const RECORD_ATTRIBUTES: ReadonlySet<string> = new Set([
  'name',
  'msg',
  'args',
  'levelname',
  'levelno',
  'pathname',
  'filename',
  'module',
  'lineno',
  'funcName',
  'created',
  'msecs',
  'relativeCreated',
  'thread',
  'threadName',
  'process',
  'processName',
  'taskName',
  'message',
  'asctime',
  'error',
  'stackInfo',
  'extra',
  'context',
])

/**
 * Checks names of extra fields.
 * @throws {TypeError} when one is an attribute of records
 */
export function checkExtra(fields: Readonly<Record<string, unknown>>): void {
  for (const name in fields)
    if (RECORD_ATTRIBUTES.has(name)) throw new TypeError(`Attempt to overwrite '${name}' in LogRecord`)
}

/** One mapping as the only value is taken by name: that is how `%(id)s` finds it. */
function argsOf(args: MessageArgs | undefined): MessageArgs {
  if (args === undefined) return NO_ARGS
  if (!Array.isArray(args) || args.length !== 1) return args
  const only: unknown = args[0]
  return isMapping(only) ? only : args
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return false
  return Object.keys(value).length > 0
}
