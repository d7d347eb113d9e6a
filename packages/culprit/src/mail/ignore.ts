import type { LogRecord } from '../logging/record.ts'

/** Which records get no mail. They are counted as `ignored`. */
export interface IgnoreOptions {
  /** Classes, or names of classes; subclasses are ignored too. */
  readonly classes?: readonly (ErrorClass | string)[] | undefined
  /** HTTP errors whose status is lower. @default 500 */
  readonly statusBelow?: number | undefined
  /** Whether to ignore what requests of crawlers have caused, by the `userAgent` of the record. @default false */
  readonly bots?: boolean | undefined
  readonly when?: ((record: LogRecord) => boolean) | undefined
}

/** A class of errors, with whatever constructor. */
type ErrorClass = abstract new (...args: never[]) => unknown

const botPattern = /bot\b|crawl|spider|slurp|facebookexternalhit|preview|monitor|headless|curl\/|wget\//i
const maxAncestors = 20

/** Returns a function that says whether a record gets no mail. Only the record's own error counts, not its causes. */
export function createIgnore(options: IgnoreOptions = {}): (record: LogRecord) => boolean {
  const { classes = [], statusBelow = 500, bots = false, when } = options
  return (record) =>
    hasStatusBelow(record.error, statusBelow) ||
    classes.some((each) => isOfClass(record.error, each)) ||
    (bots && botPattern.test(userAgentOf(record))) ||
    when?.(record) === true
}

function isOfClass(error: unknown, wanted: ErrorClass | string): boolean {
  if (typeof error !== 'object' || error === null) return false
  if (typeof wanted !== 'string') return error instanceof wanted
  if ('name' in error && error.name === wanted) return true
  let prototype: unknown = Object.getPrototypeOf(error)
  for (let depth = 0; depth < maxAncestors && typeof prototype === 'object' && prototype !== null; depth++) {
    if (prototype.constructor.name === wanted) return true
    prototype = Object.getPrototypeOf(prototype)
  }
  return false
}

function hasStatusBelow(error: unknown, limit: number): boolean {
  const status = statusOf(error)
  return status !== undefined && status < limit
}

/** `code` counts as a status only where it is one; system errors have texts there. */
function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  for (const key of ['status', 'statusCode', 'code']) {
    const value: unknown = Reflect.get(error, key)
    if (typeof value === 'number' && value >= 100 && value <= 599) return value
  }
  return undefined
}

function userAgentOf({ extra, context }: LogRecord): string {
  for (const fields of [extra, context ?? {}]) {
    const value = fields['userAgent'] ?? fields['user_agent']
    if (typeof value === 'string') return value.slice(0, 500)
  }
  return ''
}
