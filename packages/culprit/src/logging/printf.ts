import { format, inspect } from 'node:util'
import { pad } from './pad.ts'

/** Turns one value into text. */
export type Conversion = (value: unknown) => string

const PARTS = /^([-+#0 ]*)(\d*)(?:\.(\d+))?$/

/** Widest field and longest precision; larger ones in a format are taken down to this. */
const MAX_WIDTH = 1000

/** The parts of a conversion such as `-10.3`. */
interface ConversionParts {
  readonly left: boolean
  readonly plus: boolean
  readonly space: boolean
  readonly alternate: boolean
  readonly zero: boolean
  readonly width: number
  readonly precision: number | undefined
}

/**
 * Returns the function for one of Python's `%` conversions, given its flags with width and precision
 * (`-10.3`, `05`, empty) and its letter. Widths and precisions are bounded at 1,000. Numbers in text are read;
 * what is no number becomes `NaN`.
 *
 * @see https://docs.python.org/3/library/stdtypes.html#printf-style-string-formatting
 */
export function compileConversion(flags: string, letter: string): Conversion {
  if (flags === '') {
    if (letter === 's') return textOf
    if (letter === 'd' || letter === 'i' || letter === 'u') return integerText
  }
  const parts = partsOf(flags)
  const convert = NUMERIC.includes(letter) ? numberConversion(letter, parts) : textConversion(letter, parts)
  return (value) => {
    const text = convert(value)
    if (parts.zero && !parts.left && NUMERIC.includes(letter)) return pad(text, parts.width, '0', '=')
    return pad(text, parts.width, ' ', parts.left ? '<' : '>')
  }
}

const NUMERIC = 'diouxXeEfFgG'

/** Returns a value as `%s` shows it: a text as it is, anything else as `util.format` has it. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  return typeof value === 'number' ? String(value) : format('%s', value)
}

/** Returns a number in `%g` form: `precision` significant digits, without trailing zeros, exponent if needed. */
export function generalText(number: number, precision: number, alternate: boolean): string {
  if (!Number.isFinite(number)) return String(number).replace('Infinity', 'inf').replace('NaN', 'nan')
  const digits = Math.min(Math.max(1, precision), 100)
  const exponent = Number(number.toExponential(digits - 1).split('e')[1])
  const plain = exponent >= -4 && exponent < digits
  const text = plain ? number.toFixed(Math.min(100, digits - 1 - exponent)) : number.toExponential(digits - 1)
  const [mantissa = '', power] = text.split('e')
  const trimmed = alternate || !mantissa.includes('.') ? mantissa : mantissa.replace(/\.?0+$/, '')
  return power === undefined ? trimmed : `${trimmed}e${twoDigits(power)}`
}

/** Returns a number in exponent form as Python writes it: at least two digits of exponent. */
export function exponentText(number: number, precision: number): string {
  const [mantissa, power = '+0'] = number.toExponential(Math.min(precision, 100)).split('e')
  return `${mantissa}e${twoDigits(power)}`
}

function twoDigits(power: string): string {
  return power.slice(0, 1) + power.slice(1).padStart(2, '0')
}

function partsOf(flags: string): ConversionParts {
  const [, signs = '', width = '', precision] = PARTS.exec(flags) ?? []
  return {
    left: signs.includes('-'),
    plus: signs.includes('+'),
    space: signs.includes(' '),
    alternate: signs.includes('#'),
    zero: signs.includes('0'),
    width: Math.min(Number(width), MAX_WIDTH),
    precision: precision === undefined ? undefined : Math.min(Number(precision), MAX_WIDTH),
  }
}

function textConversion(letter: string, { precision }: ConversionParts): Conversion {
  const convert =
    letter === 'r' ? inspectText : letter === 'a' ? asciiText : letter === 'c' ? charText : otherText(letter)
  return precision === undefined ? convert : (value) => convert(value).slice(0, precision)
}

function otherText(letter: string): Conversion {
  return letter === 's' ? textOf : (value) => format(`%${letter}`, value)
}

function inspectText(value: unknown): string {
  return inspect(value)
}

/** Returns what `inspect` shows with everything outside ASCII escaped. */
export function asciiText(value: unknown): string {
  return inspect(value).replace(/[^\0-\x7f]/gu, (char) => {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`
    return code < 0x10000
      ? `\\u${code.toString(16).padStart(4, '0')}`
      : `\\U${code.toString(16).padStart(8, '0')}`
  })
}

function charText(value: unknown): string {
  return typeof value === 'number' && value >= 0 && value <= 0x10ffff
    ? String.fromCodePoint(Math.trunc(value))
    : textOf(value).slice(0, 1)
}

function numberConversion(letter: string, parts: ConversionParts): Conversion {
  const convert = unsigned(letter, parts)
  const positive = parts.plus ? '+' : parts.space ? ' ' : ''
  return positive === ''
    ? convert
    : (value) => {
        const text = convert(value)
        return text.startsWith('-') ? text : positive + text
      }
}

function unsigned(
  letter: string,
  { precision = 6, precision: digits = 0, alternate }: ConversionParts,
): Conversion {
  switch (letter) {
    case 'f':
    case 'F':
      return (value) => fixedText(numberOf(value), precision)
    case 'e':
      return (value) => exponentText(numberOf(value), precision)
    case 'E':
      return (value) => exponentText(numberOf(value), precision).toUpperCase()
    case 'g':
      return (value) => generalText(numberOf(value), precision, alternate)
    case 'G':
      return (value) => generalText(numberOf(value), precision, alternate).toUpperCase()
    case 'o':
      return (value) => radixText(value, { radix: 8, prefix: alternate ? '0o' : '', digits })
    case 'x':
      return (value) => radixText(value, { radix: 16, prefix: alternate ? '0x' : '', digits })
    case 'X':
      return (value) => radixText(value, { radix: 16, prefix: alternate ? '0x' : '', digits }).toUpperCase()
    default:
      return (value) => radixText(value, { radix: 10, prefix: '', digits })
  }
}

/** Returns a number with a fixed count of decimals; infinities and NaN by name. */
export function fixedText(number: number, precision: number): string {
  if (!Number.isFinite(number)) return generalText(number, 1, false)
  return number.toFixed(Math.min(precision, 100))
}

/** How the digits of an integer are written. */
interface RadixOptions {
  readonly radix: number
  readonly prefix: string
  readonly digits: number
}

function radixText(value: unknown, { radix, prefix, digits }: RadixOptions): string {
  const text = integerText(value, radix)
  const negative = text.startsWith('-')
  const body = (negative ? text.slice(1) : text).padStart(digits, '0')
  return `${negative ? '-' : ''}${prefix}${body}`
}

function integerText(value: unknown, radix?: number): string {
  if (typeof value === 'bigint') return value.toString(radix)
  const number = Math.trunc(numberOf(value))
  // Minus zero is written as zero.
  return Number.isSafeInteger(number) || !Number.isFinite(number)
    ? (number + 0 || number).toString(radix).replace(/^-0$/, '0')
    : BigInt(number).toString(radix)
}

/** Returns a value as a number: booleans, dates and numeric text too; NaN for anything else. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value === 'string' && value.trim() === '') return Number.NaN
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'bigint')
    return Number(value)
  return value instanceof Date ? value.getTime() : Number.NaN
}
