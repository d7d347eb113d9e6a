import { format, inspect } from 'node:util'
import { compileConversion } from './printf.ts'

/** The values a message is made with: by position, or by name for `%(name)s`. */
export type MessageArgs = readonly unknown[] | Readonly<Record<string, unknown>>

/** A conversion: an optional name, flags, width and precision, and the letter. A space is no flag: `50% done`. */
const CONVERSION = /%(?:\((\w+)\))?([-+#0]*\d*(?:\.\d+)?)([diouxXeEfFgGcrsajOo%])/g

/** A conversion by position with flags, width or precision. */
const WIDTH = /^%[-+#0]*\d*(?:\.\d+)?[diouxXeEfFgGcrsajOo]/

/** The letters that `util.format` knows and that need no width. */
const SIMPLE = 'sdifjoOc'

/** Longest message kept; the rest is cut off. */
const MAX_MESSAGE = 1_000_000

/**
 * Returns the text of a log message. `%s %d %i %f %j %o %O %c %%` are as in `util.format`, surplus values follow
 * after a space; widths and the other letters as in Python's `%` operator (`%5.2f`, `%-10s`, `%r`, `%x`);
 * `%(name)s` takes from named values. Without values the text is left as it is: `'100%'` is safe.
 * @throws what a value's own `toString` or `toJSON` throws
 */
export function messageText(msg: unknown, args: MessageArgs): string {
  const text = typeof msg === 'string' ? msg : anyText(msg)
  if (isPositional(args)) return args.length === 0 ? text : positional(text, args).slice(0, MAX_MESSAGE)
  return named(text, args).slice(0, MAX_MESSAGE)
}

/** Says whether values are given by position; `Array.isArray` does not narrow read-only arrays. */
function isPositional(args: MessageArgs): args is readonly unknown[] {
  return Array.isArray(args)
}

/** Says whether a message takes its values by name, as `%(name)s` does. */
export function takesNames(msg: unknown): boolean {
  return typeof msg === 'string' && msg.includes('%(') && /%\(\w+\)/.test(msg)
}

/** Returns how many values by position a message takes. */
export function placeholderCount(msg: string): number {
  let count = 0
  for (let at = msg.indexOf('%'); at >= 0;) {
    const length = conversionLength(msg, at)
    if (length > 1 && msg.charAt(at + 1) !== '%') count++
    at = msg.indexOf('%', at + length)
  }
  return count
}

function anyText(msg: unknown): string {
  return msg instanceof Error ? String(msg) : inspect(msg)
}

/**
 * Goes from one percent sign to the next by hand: most messages have one or two plain `%s`, for which a regular
 * expression with a callback costs three times as much.
 */
function positional(text: string, args: readonly unknown[]): string {
  let filled = ''
  let next = 0
  let end = 0
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', end)) {
    const letter = text.charAt(at + 1)
    const length = conversionLength(text, at)
    filled += text.slice(end, at)
    end = at + length
    if (letter === '%') filled += '%'
    else if (length < 2 || next >= args.length) filled += text.slice(at, end)
    else filled += convert(text.slice(at + 1, end - 1), text.charAt(end - 1), args[next++])
  }
  filled += text.slice(end)
  return next >= args.length ? filled : `${filled} ${args.slice(next).map(surplus).join(' ')}`
}

/** Returns the length of the conversion at a percent sign; 1 when there is none, or one by name. */
function conversionLength(text: string, at: number): number {
  const letter = text.charAt(at + 1)
  if (letter === '') return 1
  if (letter === '%' || SIMPLE.includes(letter)) return 2
  return WIDTH.exec(text.slice(at, at + 32))?.[0].length ?? 1
}

function surplus(value: unknown): string {
  return typeof value === 'string' ? value : inspect(value)
}

function named(text: string, args: Readonly<Record<string, unknown>>): string {
  let used = false
  return text.replace(CONVERSION, (whole, name: string | undefined, flags: string, letter: string) => {
    if (letter === '%') return '%'
    if (name !== undefined) return Object.hasOwn(args, name) ? convert(flags, letter, args[name]) : whole
    if (used) return whole
    used = true
    return convert(flags, letter, args)
  })
}

function convert(flags: string, letter: string, value: unknown): string {
  if (flags === '' && SIMPLE.includes(letter)) {
    if (letter === 's' && typeof value === 'string') return value
    if ((letter === 's' || letter === 'd') && typeof value === 'number') return numberText(value)
    return letter === 'j' ? jsonText(value) : format(`%${letter}`, value)
  }
  return compileConversion(flags, letter)(value)
}

/** What JSON has no form for (a bigint, a `toJSON` that throws) must not cost the record. */
function jsonText(value: unknown): string {
  try {
    return format('%j', value)
  } catch {
    return inspect(value)
  }
}

/** As `util.format` writes numbers: minus zero is told from zero. */
function numberText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
