import type { CompiledFormat, CompileOptions, FormatPart } from './compiled-format.ts'
import { textOf } from './printf.ts'
import { fieldReader } from './record-field.ts'

const FIELD = /\$(?:\$|([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})/g

/**
 * Compiles a format of the style `$levelname` or `${levelname}`. A dollar sign is written `$$`.
 * @throws {SyntaxError} when it has no field, or a dollar sign that begins neither a field nor `$$`
 */
export function compileDollar(format: string, { defaults, validate }: CompileOptions): CompiledFormat {
  const parts: FormatPart[] = []
  const fields = new Set<string>()
  let end = 0
  for (const match of format.matchAll(FIELD)) {
    const name = match[1] ?? match[2]
    addText(parts, format.slice(end, match.index))
    end = match.index + match[0].length
    if (name === undefined) {
      addText(parts, '$')
      continue
    }
    fields.add(name)
    const read = fieldReader(name, defaults)
    parts.push((record) => textOf(read(record)))
  }
  addText(parts, format.slice(end))
  if (validate) check(format, fields)
  return { fields, parts }
}

function check(format: string, fields: ReadonlySet<string>): void {
  if (format.replaceAll(FIELD, '').includes('$'))
    throw new SyntaxError(`Invalid format '${format}' for '$' style: bare '$' not allowed`)
  if (fields.size === 0) throw new SyntaxError(`Invalid format '${format}' for '$' style: it has no $field`)
}

function addText(parts: FormatPart[], text: string): void {
  if (text !== '') parts.push(text)
}
