import { pad, type Alignment } from './pad.ts'
import { exponentText, fixedText, generalText, numberOf, textOf, type Conversion } from './printf.ts'

const SPEC = /^(?:(.?)([<=>^]))?([+ -]?)(#?)(0?)(\d*)([,_]?)(?:\.(\d+))?([bcdeEfFgGnosxX%]?)$/su

/** Widest field and longest precision; larger ones in a format are taken down to this. */
const MAX_WIDTH = 1000

/** The parts of a specification such as `*>+#010,.3f`. */
interface Spec {
  readonly fill: string
  readonly align: Alignment | undefined
  readonly zero: boolean
  readonly sign: string
  readonly alternate: boolean
  readonly width: number
  readonly group: string
  readonly precision: number | undefined
  readonly type: string
}

/**
 * Returns the function for a specification of the `{}` style (`>10`, `05d`, `,.2f`), or undefined when it is
 * none. Widths and precisions are bounded at 1,000. Text goes to the left of its field, numbers to the right.
 *
 * @see https://docs.python.org/3/library/string.html#format-specification-mini-language
 */
export function compileSpec(text: string): Conversion | undefined {
  if (text === '') return textOf
  const match = SPEC.exec(text)
  if (match === null) return undefined
  const spec = specOf(match)
  return (value) => {
    const numeric =
      spec.type === '' ? typeof value === 'number' || typeof value === 'bigint' : spec.type !== 's'
    const shown = numeric ? numberText(value, spec) : textOf(value).slice(0, spec.precision)
    return pad(shown, spec.width, spec.fill, spec.align ?? (numeric ? numberAlignment(spec) : '<'))
  }
}

function specOf(match: RegExpExecArray): Spec {
  const [, fill = '', align = '', sign = '', alternate, zero, width = '', group = '', precision, type = ''] =
    match
  return {
    fill: fill !== '' ? fill : zero === '0' ? '0' : ' ',
    align: alignmentOf(align),
    zero: zero === '0',
    sign,
    alternate: alternate === '#',
    width: Math.min(Number(width), MAX_WIDTH),
    group,
    precision: precision === undefined ? undefined : Math.min(Number(precision), MAX_WIDTH),
    type,
  }
}

function numberAlignment({ type, zero }: Spec): Alignment {
  if (type === 'c') return '<'
  return zero ? '=' : '>'
}

function alignmentOf(text: string): Alignment | undefined {
  return text === '<' || text === '>' || text === '^' || text === '=' ? text : undefined
}

function numberText(value: unknown, spec: Spec): string {
  if (spec.type === 'c') return String.fromCodePoint(Math.trunc(numberOf(value)) || 0)
  const digits = digitsOf(value, spec)
  const negative = digits.startsWith('-')
  const sign = negative ? '-' : spec.sign === '+' || spec.sign === ' ' ? spec.sign : ''
  return sign + grouped(negative ? digits.slice(1) : digits, spec.group)
}

function digitsOf(value: unknown, { type, precision, alternate }: Spec): string {
  const number = numberOf(value)
  switch (type) {
    case 'f':
    case 'F':
      return fixedText(number, precision ?? 6)
    case 'e':
      return exponentText(number, precision ?? 6)
    case 'E':
      return exponentText(number, precision ?? 6).toUpperCase()
    case 'g':
      return generalText(number, precision ?? 6, alternate)
    case 'G':
      return generalText(number, precision ?? 6, alternate).toUpperCase()
    case '%':
      return `${fixedText(number * 100, precision ?? 6)}%`
    case 'b':
      return radix(value, 2, alternate ? '0b' : '')
    case 'o':
      return radix(value, 8, alternate ? '0o' : '')
    case 'x':
      return radix(value, 16, alternate ? '0x' : '')
    case 'X':
      return radix(value, 16, alternate ? '0x' : '').toUpperCase()
    case 'd':
    case 'n':
      return radix(value, 10, '')
    default:
      return precision === undefined ? textOf(value) : generalText(number, precision, alternate)
  }
}

function radix(value: unknown, base: number, prefix: string): string {
  const whole = typeof value === 'bigint' ? value : Math.trunc(numberOf(value))
  const text = whole.toString(base)
  return text.startsWith('-') ? `-${prefix}${text.slice(1)}` : prefix + text
}

function grouped(digits: string, group: string): string {
  if (group === '') return digits
  const end = /[^0-9]/.exec(digits)?.index ?? digits.length
  return digits.slice(0, end).replace(/\B(?=(?:\d{3})+$)/g, group) + digits.slice(end)
}
