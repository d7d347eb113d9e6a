import { renderFormat, showsLocation, type CompiledFormat, type CompileOptions } from './compiled-format.ts'
import { compileBrace } from './format-brace.ts'
import { compileDollar } from './format-dollar.ts'
import { errorText } from './format-error.ts'
import { compilePercent } from './format-percent.ts'
import type { LogRecord } from './record.ts'
import { compileStrftime, type DateFormatter } from './strftime.ts'

/** How fields are written in a format: `%(name)s`, `{name}` or `$name`. */
export type FormatStyle = '%' | '{' | '$'

/** What a formatter is made from; see `Formatter`. */
export interface FormatterOptions {
  /** @default the bare message */
  readonly format?: string | undefined
  /** A date format as for `strftime`; then no milliseconds are added. @default `%Y-%m-%d %H:%M:%S` and `,mmm` */
  readonly dateFormat?: string | undefined
  /** @default '%' */
  readonly style?: FormatStyle | undefined
  /** Whether a wrong format is refused. @default true */
  readonly validate?: boolean | undefined
  /** Values for fields that a record may lack. */
  readonly defaults?: Readonly<Record<string, unknown>> | undefined
  /** Whether times are shown in UTC. @default false, local time */
  readonly utc?: boolean | undefined
}

const COMPILERS: Readonly<Record<FormatStyle, (format: string, options: CompileOptions) => CompiledFormat>> =
  {
    '%': compilePercent,
    '{': compileBrace,
    $: compileDollar,
  }

const MESSAGES: Readonly<Record<FormatStyle, string>> = {
  '%': '%(message)s',
  '{': '{message}',
  $: '$message',
}

/** A compiled date format and what it last returned. */
interface DateCache {
  readonly format: string
  readonly hasFraction: boolean
  readonly render: DateFormatter
  second: number
  text: string
}

/**
 * Turns records into text: the line its format describes, then the traceback of the record's error and its stack
 * information, each on lines of their own. Any method may be overridden in a subclass. The format is compiled
 * once, at construction.
 * @throws {RangeError} for a style that is none
 * @throws {SyntaxError} for a format that is wrong, unless `validate` is off
 */
export class Formatter {
  readonly formatText: string
  readonly dateFormat: string | undefined
  readonly utc: boolean
  /** The date format used when none is given. */
  defaultTimeFormat = '%Y-%m-%d %H:%M:%S'
  /** What stands before the three digits of the milliseconds after the default time; null for no milliseconds. */
  defaultMsecSeparator: string | null = ','
  readonly #compiled: CompiledFormat
  readonly #usesTime: boolean
  readonly #usesLocation: boolean
  #dates: DateCache | undefined

  constructor(options: FormatterOptions | string = {}) {
    const {
      format,
      dateFormat,
      style = '%',
      validate = true,
      defaults = {},
      utc = false,
    } = typeof options === 'string' ? { format: options } : options
    if (!Object.hasOwn(COMPILERS, style)) throw new RangeError('Style must be one of: %,{,$')
    // An empty format is none, as in Python.
    this.formatText = format === undefined || format === '' ? MESSAGES[style] : format
    this.dateFormat = dateFormat
    this.utc = utc
    this.#compiled = COMPILERS[style](this.formatText, { validate, defaults })
    this.#usesTime = this.#compiled.fields.has('asctime')
    this.#usesLocation = showsLocation(this.#compiled)
  }

  /** Returns the whole text of a record, without a line end. */
  format(record: LogRecord): string {
    if (this.usesTime()) record.asctime = this.formatTime(record, this.dateFormat)
    let text = this.formatMessage(record)
    if (record.error !== undefined) {
      // By class: a subclass that formats errors in its own way must not get another's text.
      const error = record.cachedText(this.constructor, () => this.formatException(record.error))
      if (error !== '') text += (text.endsWith('\n') ? '' : '\n') + error
    }
    if (record.stackInfo !== undefined && record.stackInfo !== '')
      text += (text.endsWith('\n') ? '' : '\n') + this.formatStack(record.stackInfo)
    return text
  }

  /** Returns the record's time: by `dateFormat` if given, else `2003-07-08 16:49:45,896`. */
  formatTime(record: LogRecord, dateFormat?: string): string {
    const ms = Math.floor(record.created * 1000 + 1e-4)
    if (dateFormat !== undefined) return this.#dateText(dateFormat, ms)
    const text = this.#dateText(this.defaultTimeFormat, ms)
    if (this.defaultMsecSeparator === null) return text
    const msecs = ms % 1000
    return text + this.defaultMsecSeparator + (msecs < 10 ? '00' : msecs < 100 ? '0' : '') + msecs
  }

  /** Returns the traceback of a thrown value with its causes, without a trailing line end. */
  formatException(error: unknown): string {
    return errorText(error)
  }

  /** Returns the text of stack information; as it is, unless overridden. */
  formatStack(stackInfo: string): string {
    return stackInfo
  }

  /** Returns the line that the format describes, without traceback and stack. */
  formatMessage(record: LogRecord): string {
    return renderFormat(this.#compiled, record)
  }

  /** Says whether the format shows `asctime`. */
  usesTime(): boolean {
    return this.#usesTime
  }

  /** Whether the format shows where the call was made, so that handlers find that out before keeping a record. */
  get usesLocation(): boolean {
    return this.#usesLocation
  }

  /** Many records share a second, and all but its fraction is the same for them. */
  #dateText(format: string, ms: number): string {
    if (this.#dates?.format !== format) {
      const hasFraction = format.includes('%f')
      this.#dates = {
        format,
        hasFraction,
        render: compileStrftime(format, this.utc),
        second: Number.NaN,
        text: '',
      }
    }
    const dates = this.#dates
    const second = Math.floor(ms / 1000)
    if (dates.second !== second || dates.hasFraction) {
      dates.second = second
      dates.text = dates.render(new Date(ms))
    }
    return dates.text
  }
}

/**
 * Formats several records as one text: a header, each record with nothing between, a footer. An empty list is
 * the empty text. Override the three parts as needed.
 */
export class BufferingFormatter {
  readonly lineFormatter: Formatter

  constructor(lineFormatter: Formatter = new Formatter()) {
    this.lineFormatter = lineFormatter
  }

  formatHeader(_records: readonly LogRecord[]): string {
    return ''
  }

  formatFooter(_records: readonly LogRecord[]): string {
    return ''
  }

  format(records: readonly LogRecord[]): string {
    if (records.length === 0) return ''
    const lines = records.map((record) => this.lineFormatter.format(record))
    return this.formatHeader(records) + lines.join('') + this.formatFooter(records)
  }
}
