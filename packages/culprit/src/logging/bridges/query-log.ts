import { createRedactor, type Redactor } from '@culprit/redact'
import type { LevelInput } from '../level.ts'
import type { BridgeOptions } from './bridge.ts'
import { ForeignLog } from './foreign-log.ts'
import { maskLiterals } from './query-text.ts'
import { shownValues } from './query-values.ts'

/** Longest text of a query that is kept. */
const MAX_SHOWN = 10_000
const NO_QUERY = { msg: '', extra: undefined }

/** How the queries of a database library are logged. */
export interface QueryOptions extends BridgeOptions {
  /** @default 'DEBUG' */
  readonly queryLevel?: LevelInput | undefined
  /**
   * The level of a failure whose error the library also gives to its caller. Below ERROR, since the caller may be
   * prepared for it, and logs it as an error if not. @default 'WARNING'
   */
  readonly failureLevel?: LevelInput | undefined
  /** Shows the texts in queries and their values, where the redactor leaves them. @default false */
  readonly showValues?: boolean | undefined
  /** @default the rules of `@culprit/redact` */
  readonly redactor?: Redactor | undefined
}

/** One query, as far as a library tells. */
export interface Query {
  readonly text: string
  /** Its values, by position or by name. */
  readonly values?: unknown
  readonly durationMs?: number | undefined
}

/** Logs the queries of a database library: the text, then the values, both without secrets. */
export class QueryLog extends ForeignLog {
  readonly #queryLevel: number
  readonly #failureLevel: number
  readonly #redactor: Redactor
  readonly #showValues: boolean
  readonly #mask: (text: string) => string

  /** @throws {RangeError} for a level whose name the manager does not know */
  constructor(library: string, options: QueryOptions = {}, mask: (text: string) => string = maskLiterals) {
    super(library, options)
    this.#mask = mask
    const { queryLevel = 'DEBUG', failureLevel = 'WARNING' } = options
    const { levels } = this.logger.host
    this.#queryLevel = levels.check(queryLevel)
    this.#failureLevel = levels.check(failureLevel)
    this.#redactor = options.redactor ?? createRedactor()
    this.#showValues = options.showValues ?? false
  }

  /** Says whether queries are logged at all, to be asked before reading one. */
  get takesQueries(): boolean {
    return this.#queryLevel >= this.logger.threshold
  }

  /** Logs a query that is made. */
  query(query: Query): void {
    if (this.takesQueries) this.write({ level: this.#queryLevel, ...this.#describe(query) })
  }

  /** Logs an error that the caller of the library gets too, with the query that caused it, if any. */
  failure(error: unknown, what: string, query?: Query): void {
    if (this.#failureLevel < this.logger.threshold) return
    const { msg, extra } = query === undefined ? NO_QUERY : this.#describe(query)
    this.write({ level: this.#failureLevel, msg: `${what}${msg}`, error, extra })
  }

  /** Returns values in the form in which they may be logged. */
  shown(values: unknown): unknown {
    return shownValues(values, { redactor: this.#redactor, showValues: this.#showValues })
  }

  /** Returns text from a library in the form in which it may be logged. */
  text(text: string): string {
    return this.#redactor.redactText(this.#showValues ? text.slice(0, MAX_SHOWN) : this.#mask(text))
  }

  #describe({ text, values, durationMs }: Query): {
    readonly msg: string
    readonly extra: Readonly<Record<string, unknown>> | undefined
  } {
    const parameters = hasValues(values) ? this.shown(values) : undefined
    const shown = parameters === undefined ? '' : ` ${JSON.stringify(parameters)}`
    const took = durationMs === undefined ? '' : ` (${durationMs} ms)`
    const extra = {
      ...(parameters === undefined ? undefined : { parameters }),
      ...(durationMs === undefined ? undefined : { durationMs }),
    }
    return { msg: `${this.text(text)}${shown}${took}`, extra }
  }
}

function hasValues(values: unknown): boolean {
  return Array.isArray(values) ? values.length > 0 : values !== undefined && values !== null
}
