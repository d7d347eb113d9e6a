import { LineError } from './line-error.ts'
import type { RuleLine } from './rule-line.ts'

/** Returns a whole number of a line. @throws {LineError} */
export function wholeNumber(
  { values }: RuleLine,
  name: string,
  [least, most]: readonly [number, number],
): number {
  const text = (values[name] ?? '').trim()
  const number = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw new LineError(`Enter a whole number from ${least} to ${most}.`)
}

/** Returns a number of percent of a line, 0 to 100. @throws {LineError} */
export function percentage({ values }: RuleLine, name: string): number {
  const text = (values[name] ?? '').trim().replace(',', '.')
  const number = /^\d{1,3}(\.\d{1,6})?$/.test(text) ? Number(text) : Number.NaN
  if (number <= 100) return number
  throw new LineError('Enter a percentage from 0 to 100, such as 5 or 0.5.')
}

/** Returns one of several words of a line. @throws {LineError} */
export function choice<T extends string>({ values }: RuleLine, name: string, among: readonly T[]): T {
  const found = among.find((each) => each === values[name])
  if (found !== undefined) return found
  throw new LineError('Choose one of the values offered.')
}

/** Returns a text of a line, trimmed. @throws {LineError} when it is empty or longer than 2000 characters */
export function textOf({ values }: RuleLine, name: string, what: string): string {
  const text = (values[name] ?? '').trim()
  if (text === '') throw new LineError(`Enter ${what}.`)
  if (text.length > 2000) throw new LineError('At most 2000 characters.')
  return text
}
