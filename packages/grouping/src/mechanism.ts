import type { Component } from './component.ts'
import type { GroupingInput } from './grouping-input.ts'

/**
 * A grouping outcome. `hash` is 32 lower-case hex digits. `explain()` returns the tree that led to it and is
 * built on demand, so that the hot path pays for the hash alone; keep the input's frames to ask again later.
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
export const mechanisms: readonly Mechanism[] = []

/** Returns the hash of an event under a mechanism. @throws {RangeError} when there is no such mechanism. */
export function fingerprint(_input: GroupingInput, mechanismId = 'v1'): GroupingResult {
  return { mechanism: mechanismId, hash: '0'.repeat(32), explain: () => ({ id: 'v1', contributes: false, values: [] }) }
}
