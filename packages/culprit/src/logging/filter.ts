import type { LogRecord } from './record.ts'

/** What a filter says: false to drop the record, true to let it pass, or a record to go on with instead. */
export type FilterResult = boolean | LogRecord

/** Decides whether a record passes; may change it. */
export type FilterFunction = (record: LogRecord) => FilterResult

/** A filter as an object or as a plain function. */
export type Filter = { filter(record: LogRecord): FilterResult } | FilterFunction

/**
 * Returns the record that passed all filters (the same or a replacement), or undefined when one dropped it.
 * Filters run in the order in which they were added.
 */
export function passFilters(filters: readonly Filter[], record: LogRecord): LogRecord | undefined {
  let current = record
  for (const filter of filters) {
    const result = typeof filter === 'function' ? filter(current) : filter.filter(current)
    // JavaScript callers may return nothing, which drops the record as in Python.
    if (!result) return undefined
    if (result !== true) current = result
  }
  return current
}

/**
 * Lets records of one logger and of the loggers below it pass: for `A.B` those of `A.B` and `A.B.C`, not of
 * `A.BB`. The empty name lets all pass.
 */
export class NameFilter {
  readonly name: string
  readonly #prefix: string

  constructor(name = '') {
    this.name = name
    this.#prefix = `${name}.`
  }

  filter(record: LogRecord): boolean {
    return this.name === '' || record.name === this.name || record.name.startsWith(this.#prefix)
  }
}
