import { limits } from '../limits.ts'
import type { NoteTaker } from './note-taker.ts'
import { type Sent, scalarText } from './sent.ts'

/** Returns a release name, or undefined with a note when it is unlawful: too long, `.`, `..`, or with slash or newline. */
export function releaseOf(sent: Sent, notes: NoteTaker): string | undefined {
  const text = scalarText(sent)?.trim().toWellFormed()
  if (text === undefined || text === '') return undefined
  if (text.length <= limits.shortText && text !== '.' && text !== '..' && !/[\n\r\t\f/\\]/.test(text))
    return text
  notes.add('invalid', 'release', 'The release name is not allowed and was left out.')
  return undefined
}

/** Returns an environment name, or undefined with a note when it is unlawful: too long, `None`, or with slash or newline. */
export function environmentOf(sent: Sent, notes: NoteTaker): string | undefined {
  const text = scalarText(sent)?.trim().toWellFormed()
  if (text === undefined || text === '') return undefined
  if (text.length <= limits.environment && text !== 'None' && !/[\n\r\f/]/.test(text)) return text
  notes.add('invalid', 'environment', 'The environment name is not allowed and was left out.')
  return undefined
}

/** Returns a distribution name, or undefined with a note when it is unlawful. */
export function distOf(sent: Sent, notes: NoteTaker): string | undefined {
  const text = scalarText(sent)?.trim()
  if (text === undefined || text === '') return undefined
  if (/^[a-zA-Z0-9_.-]{1,64}$/.test(text)) return text
  notes.add('invalid', 'dist', 'The distribution name is not allowed and was left out.')
  return undefined
}
