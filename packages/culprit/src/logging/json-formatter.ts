import { Formatter } from './formatter.ts'
import { errorJson, jsonBudget, jsonText } from './json-value.ts'
import type { LogRecord } from './record.ts'

/** What a `JsonFormatter` writes. */
export interface JsonFormatterOptions {
  /** Whether pathname, lineno and funcName are written, which costs microseconds a record. @default false */
  readonly location?: boolean | undefined
  /** Whether pid and thread are written. @default true */
  readonly process?: boolean | undefined
  /** Fields for every record; those of the record win. */
  readonly defaults?: Readonly<Record<string, unknown>> | undefined
}

/** Fields written at most, of context, call and defaults each. */
const MAX_FIELDS = 500

const OWN_KEYS: ReadonlySet<string> = new Set([
  'time',
  'level',
  'name',
  'message',
  'pid',
  'thread',
  'pathname',
  'lineno',
  'funcName',
  'error',
  'stack',
])

/**
 * Turns records into one line of JSON each: `{"time":"2003-07-08T14:49:45.896Z","level":"ERROR","name":"shop",
 * "message":"...", ...}`, with the fields of context and call beside, and `error` with type, message, stack and
 * causes. A field with a name of these gets a `_` behind it. Bounded as `jsonText` is.
 */
export class JsonFormatter extends Formatter {
  readonly #location: boolean
  readonly #process: boolean
  readonly #defaults: Readonly<Record<string, unknown>> | undefined
  #second = Number.NaN
  #secondText = ''

  constructor({ location = false, process: showsProcess = true, defaults }: JsonFormatterOptions = {}) {
    super()
    this.#location = location
    this.#process = showsProcess
    this.#defaults = defaults
  }

  override get usesLocation(): boolean {
    return this.#location
  }

  override usesTime(): boolean {
    return true
  }

  override format(record: LogRecord): string {
    const budget = jsonBudget()
    let text = `{"time":"${this.formatTime(record)}","level":${JSON.stringify(record.levelname)},"name":${JSON.stringify(record.name)}`
    if (this.#process)
      text += `,"pid":${record.process}${record.thread === 0 ? '' : `,"thread":${record.thread}`}`
    text += `,"message":${jsonText(record.message, budget) ?? '""'}`
    if (this.#location)
      text += `,"pathname":${JSON.stringify(record.pathname)},"lineno":${record.lineno},"funcName":${JSON.stringify(record.funcName)}`
    for (const fields of [this.#defaults, record.context, record.extra]) {
      if (fields === undefined) continue
      let count = 0
      for (const key in fields) {
        if (++count > MAX_FIELDS) break
        if (isHidden(key, fields, record, this.#defaults)) continue
        const shown = jsonText(fields[key], budget)
        if (shown !== undefined) text += `,${JSON.stringify(OWN_KEYS.has(key) ? `${key}_` : key)}:${shown}`
      }
    }
    if (record.error !== undefined) text += `,"error":${errorJson(record.error)}`
    if (record.stackInfo !== undefined) text += `,"stack":${JSON.stringify(record.stackInfo)}`
    return `${text}}`
  }

  /** Returns the time in UTC, as `2003-07-08T14:49:45.896Z`, or by a date format if one is given. */
  override formatTime(record: LogRecord, dateFormat?: string): string {
    if (dateFormat !== undefined) return super.formatTime(record, dateFormat)
    const ms = Math.floor(record.created * 1000 + 1e-4)
    const second = Math.floor(ms / 1000)
    if (second !== this.#second) {
      this.#secondText = new Date(second * 1000).toISOString().slice(0, 20)
      this.#second = second
    }
    const msecs = ms - second * 1000
    return `${this.#secondText}${msecs < 10 ? '00' : msecs < 100 ? '0' : ''}${msecs}Z`
  }
}

/** A key twice in one object is read differently by every parser, so the weaker source is left out. */
function isHidden(
  key: string,
  fields: object,
  record: LogRecord,
  defaults: Readonly<Record<string, unknown>> | undefined,
): boolean {
  if (fields === record.extra) return false
  if (Object.hasOwn(record.extra, key)) return true
  return fields === defaults && record.context !== undefined && Object.hasOwn(record.context, key)
}
