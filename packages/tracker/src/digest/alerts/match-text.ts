import type { TextMatch } from '../../domain/alert-filter.ts'

/** Returns whether one of an event's values, none when it has no such field, is as a rule wants it. */
export type TextTest = (values: readonly string[]) => boolean

/**
 * Returns the test of a comparison. Texts are compared without regard to case and surrounding blanks. A negative
 * comparison holds when no value fits, so also for an event without the field.
 */
export function compileTextMatch(match: TextMatch, wanted: string): TextTest {
  const text = fold(wanted)
  switch (match) {
    case 'is-set':
      return (values) => values.length > 0
    case 'is-not-set':
      return (values) => values.length === 0
    case 'equals':
      return some((value) => value === text)
    case 'not-equals':
      return none((value) => value === text)
    case 'starts-with':
      return some((value) => value.startsWith(text))
    case 'not-starts-with':
      return none((value) => value.startsWith(text))
    case 'ends-with':
      return some((value) => value.endsWith(text))
    case 'not-ends-with':
      return none((value) => value.endsWith(text))
    case 'contains':
      return some((value) => value.includes(text))
    case 'not-contains':
      return none((value) => value.includes(text))
    case 'is-in':
      return some(oneOf(text))
    case 'not-in':
      return none(oneOf(text))
  }
}

function fold(text: string): string {
  return text.trim().toLowerCase()
}

function some(fits: (value: string) => boolean): TextTest {
  return (values) => values.some((value) => fits(fold(value)))
}

function none(fits: (value: string) => boolean): TextTest {
  return (values) => !values.some((value) => fits(fold(value)))
}

function oneOf(text: string): (value: string) => boolean {
  const wanted = new Set(text.split(',').map(fold))
  return (value) => wanted.has(value)
}
