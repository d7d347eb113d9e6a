import type { LogRecord } from './record.ts'
import { isLocationField } from './record-field.ts'

/** One piece of a format: literal text, or a function that makes its text from the record. */
export type FormatPart = string | ((record: LogRecord) => string)

/** A format taken apart once: the names of the fields it uses and the pieces in their order. */
export interface CompiledFormat {
  readonly fields: ReadonlySet<string>
  readonly parts: readonly FormatPart[]
}

/** What compiling a format is given beside its text. */
export interface CompileOptions {
  /** Values of fields that a record may lack. */
  readonly defaults: Readonly<Record<string, unknown>>
  /** Whether mistakes are refused; otherwise what is no field stays as text. */
  readonly validate: boolean
}

/** Returns the text of a record in a compiled format. */
export function renderFormat(format: CompiledFormat, record: LogRecord): string {
  let text = ''
  for (const part of format.parts) text += typeof part === 'string' ? part : part(record)
  return text
}

/** Says whether a compiled format shows where the logging call was made. */
export function showsLocation(format: CompiledFormat): boolean {
  for (const name of format.fields) if (isLocationField(name)) return true
  return false
}
