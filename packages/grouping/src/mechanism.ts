import type { Component } from './component.ts'
import type { GroupingInput } from './grouping-input.ts'
import { groupV1 } from './v1.ts'

/**
 * A grouping outcome. `hash` is 32 lower-case hex digits. `explain()` returns the tree that led to it: small
 * JSON (about 10 kB for a deep stack), worth storing once per issue. It is built when asked for, from the input
 * that the result holds on to, and can be had again from the same frames.
 */
export interface GroupingResult {
  readonly mechanism: string
  readonly hash: string
  readonly explain: () => Component
}

/** A released way to group: it never changes once released, a better one gets a new id. */
export interface Mechanism {
  readonly id: string
  readonly label: string
  /** The version of Culprit that brought it. */
  readonly since: string
  readonly fingerprint: (input: GroupingInput) => Omit<GroupingResult, 'mechanism'>
}

/** All mechanisms, oldest first. */
export const mechanisms: readonly Mechanism[] = [
  {
    id: 'v1',
    label: 'Exceptions by type and in-app frames, else by message',
    since: '0.1.0',
    fingerprint: groupV1,
  },
]

/**
 * Returns the hash of an event under a mechanism.
 *
 * @throws {RangeError} when there is no mechanism of that id.
 */
export function fingerprint(input: GroupingInput, mechanismId = 'v1'): GroupingResult {
  const mechanism = mechanisms.find(({ id }) => id === mechanismId)
  if (mechanism === undefined) {
    const known = mechanisms.map(({ id }) => id).join(', ')
    throw new RangeError(`There is no grouping mechanism ${JSON.stringify(mechanismId)}; known are ${known}`)
  }
  return { mechanism: mechanism.id, ...mechanism.fingerprint(input) }
}
