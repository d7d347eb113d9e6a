import { type ChainLink, type Frame, parseStack } from '@culprit/stack'
import type { CapturedThrow, ThrowPlace } from '../capture/captured-frame.ts'

/** The stack of an error as text to make frames of. */
export interface StackText {
  readonly text: string
  /** How many frames, from the throw, were on the stack then; the others are of functions that were waiting. */
  readonly synchronous: number
}

/**
 * Returns the stack of one error of a chain. What was thrown and is no error has none of its own, so it gets that of the
 * throw. An error that was made by a function called in the `throw` statement begins where it was thrown.
 */
export function stackOfLink({ stack }: ChainLink, captured: CapturedThrow | undefined): StackText {
  const calls = stack === undefined ? '' : stack.slice(Math.max(0, stack.indexOf('\n    at ')))
  if (!calls.startsWith('\n    at ')) {
    const places = captured?.places.filter(({ url }) => url !== '') ?? []
    return { text: places.map(lineOf).join(''), synchronous: places.length }
  }
  const made = captured === undefined ? 0 : madeBefore(parseStack(calls), captured)
  const text = made === 0 ? calls : calls.split('\n    at ').toSpliced(1, made).join('\n    at ')
  const asyncAt = text.indexOf('\n    at async ')
  return { text, synchronous: parseStack(asyncAt < 0 ? text : text.slice(0, asyncAt)).length }
}

function lineOf({ url, line, column, functionName }: ThrowPlace): string {
  const place = `${url}:${line}:${column}`
  return functionName === '' ? `\n    at ${place}` : `\n    at ${functionName} (${place})`
}

/** A factory of errors is called on the line of the `throw`; of a rethrow, that line is another one. */
const maxMade = 3

function madeBefore(frames: readonly Frame[], { places }: CapturedThrow): number {
  const thrown = places[0]
  // What stands before a throw of Node's own is the place that it complains about: a syntax error's.
  if (thrown === undefined || thrown.url.startsWith('node:')) return 0
  const path = thrown.url.replace(/^file:\/\//, '')
  const at = frames.findIndex(({ file, line }) => file === path && line === thrown.line)
  return at > 0 && at <= maxMade ? at : 0
}
