import { inspect } from 'node:util'
import type { CompiledFormat, CompileOptions, FormatPart } from './compiled-format.ts'
import { compileSpec } from './format-spec.ts'
import { asciiText, textOf, type Conversion } from './printf.ts'
import { fieldReader, type FieldReader } from './record-field.ts'

/** A name, then members by dot or bracket: `custom.a[key]`. */
const NAME = /^(\d+|[A-Za-z_]\w*)((?:\.\w+|\[[^\]]+\])*)$/
const MEMBER = /\.(\w+)|\[([^\]]+)\]/g
const NESTED = /\{(\w+)\}/g

/** What is inside one pair of braces: `name!conversion:spec`. */
interface BraceField {
  readonly name: string
  readonly conversion: string | undefined
  readonly spec: string
}

/**
 * Compiles a format of the style `{levelname:>8}`. Braces are written `{{` and `}}`; conversions are `!r`, `!s`
 * and `!a`; a width or precision may be a field itself (`{message:{width}}`).
 * @throws {SyntaxError} when it has no field, or one that is malformed
 */
export function compileBrace(format: string, { defaults, validate }: CompileOptions): CompiledFormat {
  const parts: FormatPart[] = []
  const fields = new Set<string>()
  let text = ''
  for (let at = 0; at < format.length; at++) {
    const char = format.charAt(at)
    if ((char === '{' || char === '}') && format[at + 1] === char) {
      text += char
      at++
      continue
    }
    const end = char === '{' ? closingBrace(format, at) : -1
    const part = end < 0 ? undefined : compileField(format.slice(at + 1, end), fields, defaults)
    if (part === undefined) {
      if (validate && (char === '{' || char === '}')) throw refusal(format, at, end)
      text += char
      continue
    }
    if (text !== '') parts.push(text)
    text = ''
    parts.push(part)
    at = end
  }
  if (text !== '') parts.push(text)
  if (validate && fields.size === 0)
    throw new SyntaxError(`Invalid format '${format}' for '{' style: it has no {field}`)
  return { fields, parts }
}

/** Finds the brace that ends a field; a specification may hold one more pair inside. */
function closingBrace(format: string, open: number): number {
  let depth = 0
  for (let at = open; at < format.length; at++) {
    if (format[at] === '{') depth++
    if (format[at] === '}' && --depth === 0) return at
  }
  return -1
}

function refusal(format: string, at: number, end: number): SyntaxError {
  const what = end < 0 ? `unmatched '${format.charAt(at)}'` : `'${format.slice(at, end + 1)}' is no field`
  return new SyntaxError(`Invalid format '${format}' for '{' style: ${what}`)
}

function compileField(
  text: string,
  fields: Set<string>,
  defaults: Readonly<Record<string, unknown>>,
): FormatPart | undefined {
  const field = splitField(text)
  const [, name, members = ''] = NAME.exec(field.name) ?? []
  const convert = conversionOf(field.conversion)
  const spec = specReader(field.spec, defaults)
  if (name === undefined || convert === undefined || spec === undefined) return undefined
  fields.add(name)
  for (const [, inner = ''] of field.spec.matchAll(NESTED)) fields.add(inner)
  const read = memberReader(fieldReader(name, defaults), members)
  return (record) => spec(record)(convert(read(record)))
}

function splitField(text: string): BraceField {
  const [, name = '', conversion, spec = ''] = /^([^!:]*)(?:!([^:]*))?(?::(.*))?$/s.exec(text) ?? []
  return { name, conversion, spec }
}

function conversionOf(letter: string | undefined): ((value: unknown) => unknown) | undefined {
  switch (letter) {
    case undefined:
      return (value) => value
    case 's':
      return textOf
    case 'r':
      return (value) => inspect(value)
    case 'a':
      return asciiText
    default:
      return undefined
  }
}

function specReader(
  spec: string,
  defaults: Readonly<Record<string, unknown>>,
): ((record: Parameters<FieldReader>[0]) => Conversion) | undefined {
  const inner = [...spec.matchAll(NESTED)].map(([, name = '']) => fieldReader(name, defaults))
  const fixed = compileSpec(spec.replaceAll(NESTED, '1'))
  if (fixed === undefined) return undefined
  if (inner.length === 0) return () => fixed
  return (record) => {
    let next = 0
    const filled = spec.replaceAll(NESTED, () => textOf(inner[next++]?.(record)))
    return compileSpec(filled) ?? fixed
  }
}

function memberReader(read: FieldReader, members: string): FieldReader {
  const keys = [...members.matchAll(MEMBER)].map(
    ([, dotted, bracketed = '']) => dotted ?? unquoted(bracketed),
  )
  if (keys.length === 0) return read
  return (record) => {
    let value = read(record)
    for (const key of keys)
      value = value instanceof Object && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
    return value
  }
}

function unquoted(key: string): string {
  return /^(['"]).*\1$/.test(key) ? key.slice(1, -1) : key
}
