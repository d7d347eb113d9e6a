import { createHash } from 'node:crypto'
import { parameteriseMessage } from '@culprit/grouping'
import { errorChain, parseStack, type Frame } from '@culprit/stack'
import type { LogRecord } from '../logging/record.ts'

/** Frames looked at to find one of the application's own. */
const maxFrames = 50

/**
 * Returns what tells errors apart: the error's class, its innermost frame in the application's code and its message
 * with numbers, ids and dates taken out; for a record without an error the logger, the level and the message before its
 * arguments were put in. The line of a frame counts only where the function has no name, since lines move with every
 * release.
 */
export function mailKey(record: LogRecord): string {
  const [raised] = record.error === undefined ? [] : errorChain(record.error)
  if (raised === undefined) {
    const template = typeof record.msg === 'string' ? record.msg : record.message
    return [record.name, record.levelname, parameteriseMessage(template)].join('\n')
  }
  return [raised.type, placeOf(raised.stack ?? ''), parameteriseMessage(raised.message)].join('\n')
}

/** Returns the key as 32 hex digits, for headers. */
export function mailFingerprint(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 32)
}

function placeOf(stack: string): string {
  const frames = parseStack(stack, { maxFrames })
  const frame: Frame | undefined = frames.find(({ kind }) => kind === 'app') ?? frames[0]
  if (frame === undefined) return ''
  return `${frame.file ?? ''}:${frame.function ?? frame.line ?? ''}`
}
