import type { GroupingInput } from './grouping-input.ts'

/**
 * How an event is called in lists. `title` is at most 256 characters; `culprit` is the transaction or
 * `file in function` of the crashing frame, or empty.
 */
export interface EventDescription {
  readonly title: string
  readonly type?: string | undefined
  readonly value?: string | undefined
  readonly culprit: string
  readonly filename?: string | undefined
  readonly function?: string | undefined
}

/** Returns what an event is called: its title, culprit and where it crashed. */
export function describeEvent(_input: GroupingInput): EventDescription {
  return { title: '', culprit: '' }
}
