import type { ErrorLog } from './error-log.ts'
import { errorText, oneLine } from './error-text.ts'

/** What the log needs of the process; the defaults are its error stream and its clock. */
export interface StderrLogOptions {
  readonly write?: ((text: string) => void) | undefined
  readonly now?: (() => Date) | undefined
}

/**
 * Returns the log that applications start with:
 * `[2026-11-22 20:03:20,123] ERROR in shop: Exception on /path [GET] (reference 3f2a...)`, then the stack and causes.
 * The time is local. The stream is looked up at each write (LOG-4), so that tests can replace it.
 */
export function createStderrLog(name: string, options: StderrLogOptions = {}): ErrorLog {
  const { write = (text) => void process.stderr.write(text), now = () => new Date() } = options
  const line = (level: string, message: string): string =>
    `[${timestamp(now())}] ${level} in ${name}: ${oneLine(message)}`
  return {
    error(message, error, reference) {
      const id = reference === undefined ? '' : ` (reference ${reference})`
      write(`${line('ERROR', message)}${id}\n${errorText(error)}\n`)
    },
    info(message) {
      write(`${line('INFO', message)}\n`)
    },
  }
}

function timestamp(date: Date): string {
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-')
  const time = [two(date.getHours()), two(date.getMinutes()), two(date.getSeconds())].join(':')
  return `${day} ${time},${String(date.getMilliseconds()).padStart(3, '0')}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
