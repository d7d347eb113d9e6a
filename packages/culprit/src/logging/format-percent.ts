import type { CompiledFormat, CompileOptions, FormatPart } from './compiled-format.ts'
import { compileConversion } from './printf.ts'
import { fieldReader } from './record-field.ts'

const FIELD = /%(?:%|\((\w+)\)([-+#0 ]*\d*(?:\.\d+)?)([diouxXeEfFgGcrsa%]))/g

/**
 * Compiles a format of the style `%(levelname)-8s`. A percent sign is written `%%`.
 * @throws {SyntaxError} when it has no field, or a percent sign that begins neither a field nor `%%`; widths
 * taken from values (`*`) are refused too, since a record has none to give
 */
export function compilePercent(format: string, { defaults, validate }: CompileOptions): CompiledFormat {
  const parts: FormatPart[] = []
  const fields = new Set<string>()
  let end = 0
  for (const match of format.matchAll(FIELD)) {
    const [whole, name, flags = '', letter = '%'] = match
    addText(parts, format.slice(end, match.index))
    end = match.index + whole.length
    if (name === undefined || letter === '%') {
      addText(parts, '%')
      continue
    }
    fields.add(name)
    const read = fieldReader(name, defaults)
    const convert = compileConversion(flags, letter)
    parts.push((record) => convert(read(record)))
  }
  addText(parts, format.slice(end))
  if (validate) check(format, fields)
  return { fields, parts }
}

function check(format: string, fields: ReadonlySet<string>): void {
  const rest = format.replaceAll(FIELD, '')
  const at = rest.indexOf('%')
  if (fields.size === 0 || at >= 0) {
    const what = at >= 0 ? `'${rest.slice(at, at + 20)}' is no field` : 'it has no %(field)s'
    throw new SyntaxError(`Invalid format '${format}' for '%' style: ${what}`)
  }
}

function addText(parts: FormatPart[], text: string): void {
  if (text !== '') parts.push(text)
}
