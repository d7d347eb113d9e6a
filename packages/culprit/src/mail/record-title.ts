import { errorChain } from '@culprit/stack'
import type { LogRecord } from '../logging/record.ts'

const maxLength = 300

/** Returns what happened in one line of at most 300 characters: `KeyError: message` of the error, else the message. */
export function recordTitle(record: LogRecord): string {
  if (record.error === undefined) return firstLine(record.message)
  const [raised] = errorChain(record.error)
  if (raised === undefined) return firstLine(record.message)
  return firstLine([raised.type, raised.message].filter((part) => part !== '').join(': '))
}

function firstLine(text: string): string {
  const [line = ''] = text
    .slice(0, 4 * maxLength)
    .trimStart()
    .split(/[\r\n\u2028\u2029]/, 1)
  return line.trimEnd().slice(0, maxLength).toWellFormed()
}
