import { fingerprint, type GroupingException } from '@culprit/grouping'
import { type ChainLink, errorChain } from '@culprit/stack'
import { createFrames, type ReportedFrame } from '../logging/frames/frames.ts'
import { createSourceFiles } from '../logging/frames/source-files.ts'
import type { LogRecord } from '../logging/record.ts'

type FramesOf = (stack: string) => readonly ReportedFrame[]

/**
 * Returns a function that returns what the mails about one error are threaded by: the hash under which `grouping` would
 * make an issue of it, 32 hex digits. It is the tracker's own where both see the same frames: the same ones in-app, and
 * source maps that both have. It reads the source files of the stack and keeps them, within the bounds of `createFrames`.
 */
export function createThreadKey(redactText: (text: string) => string): (record: LogRecord) => string {
  let frames: FramesOf | undefined
  const framesOf: FramesOf = (stack) => {
    frames ??= createFrames({ sourceOf: createSourceFiles(), redactText })
    return frames(stack)
  }
  return (record) => {
    const chain = record.error === undefined ? [] : errorChain(record.error)
    const template = typeof record.msg === 'string' ? record.msg : record.message
    return fingerprint({
      platform: 'node',
      exceptions: chain.map((link) => groupingException(link, framesOf, redactText)).reverse(),
      message: redactText(template),
    }).hash
  }
}

/** The thread of one error's mails. Looking it up takes milliseconds, so that is done with the first mail. */
export class MailThread {
  /** What stands for it until then: 32 hex digits. */
  readonly key: string
  readonly #find: (record: LogRecord) => string
  #record: LogRecord | undefined
  #hash: string | undefined

  /** Without a record the key is the thread. */
  constructor(key: string, record: LogRecord | undefined, find: (record: LogRecord) => string) {
    this.key = key
    this.#record = record
    this.#find = find
  }

  /** What the mails have in common: 32 hex digits. */
  get hash(): string {
    this.#hash ??= this.#look()
    return this.#hash
  }

  #look(): string {
    const record = this.#record
    this.#record = undefined
    try {
      return record === undefined ? this.key : this.#find(record)
    } catch {
      // An error whose parts cannot be read.
      return this.key
    }
  }
}

function groupingException(
  link: ChainLink,
  framesOf: FramesOf,
  redactText: (text: string) => string,
): GroupingException {
  const { type, message, stack, relation, isError } = link
  return {
    type,
    value: redactText(message),
    synthetic: relation === 'raised' && !isError,
    frames: stack === undefined ? [] : framesOf(stack).map(groupingFrame),
  }
}

function groupingFrame({ sent }: ReportedFrame): GroupingException['frames'][number] {
  return {
    filename: sent.filename ?? undefined,
    absPath: sent.abs_path ?? undefined,
    function: sent.function ?? undefined,
    inApp: sent.in_app === true,
    contextLine: sent.context_line ?? undefined,
  }
}
