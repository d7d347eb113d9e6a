import { errorMessage, isError } from '../log-call.ts'
import { messageText, placeholderCount } from '../message.ts'

/** A message as a library gave it, and the error among its values, if any. */
export interface ForeignCall {
  readonly msg: unknown
  readonly args: readonly unknown[]
  readonly error?: unknown
}

/**
 * Reads the values of a call such as `console.error('failed: %s', id, error)`: the text stays what the library
 * would have written, with objects in it; an error that no placeholder takes is left out of it, since its
 * traceback follows the text.
 */
export function foreignCall(values: readonly unknown[]): ForeignCall {
  const [first = '', ...rest] = values
  if (isError(first)) {
    const text = errorMessage(first)
    return { msg: rest.length === 0 ? text : text.replaceAll('%', '%%'), args: rest, error: first }
  }
  const error = rest.find(isError)
  const wanted = typeof first === 'string' ? placeholderCount(first) : 0
  const isSpare = error !== undefined && rest.at(-1) === error && rest.length > wanted
  const args = isSpare ? rest.slice(0, -1) : rest
  // Records take a single object for named values, and would not show one that the text does not name.
  const isSurplus = wanted === 0 && args.length === 1 && typeof args[0] === 'object'
  return isSurplus ? { msg: messageText(first, args), args: [], error } : { msg: first, args, error }
}

/** Returns an error with a stack that came as text, for libraries that hand on nothing else. */
export function errorFromStack(message: string, stack: string): Error {
  const error = new Error(message)
  error.stack = stack
  return error
}
