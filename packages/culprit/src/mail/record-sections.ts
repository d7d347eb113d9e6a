import type { LogRecord } from '../logging/record.ts'
import type { Section } from './error-mail.ts'

/** Returns local variables of the code that threw an error, if they are known. */
export type LocalsOf = (error: unknown) => Readonly<Record<string, unknown>> | undefined

/** Returns what a mail shows below a record's text: its extra fields, its context, and local variables when asked for. */
export function recordSections(record: LogRecord, localsOf: LocalsOf | undefined): readonly Section[] {
  return [
    { heading: 'Fields', values: record.extra },
    { heading: 'Context', values: record.context ?? {} },
    { heading: 'Local variables', values: localsOf === undefined ? {} : locals(record.error, localsOf) },
  ]
}

/** Returns the id under which the error is known elsewhere: the field `reference` of the record or of its context. */
export function referenceOf({ extra, context }: LogRecord): string | undefined {
  const reference = extra['reference'] ?? context?.['reference']
  return typeof reference === 'string' && reference !== '' ? reference : undefined
}

function locals(error: unknown, localsOf: LocalsOf): Readonly<Record<string, unknown>> {
  try {
    return localsOf(error) ?? {}
  } catch {
    // The mail matters more than what would have gone with it.
    return {}
  }
}
