import { componentJson, fingerprint, mechanisms, parseComponent, type Component } from '@culprit/grouping'
import type { StoredEvent } from '../domain/event.ts'
import type { Issue } from '../domain/issue.ts'
import { groupingInputOf } from './grouping-input.ts'
import { limits } from './limits.ts'

/** Why events lie in an issue: the tree that its hash was made from, and where the tree came from. */
export interface GroupingExplanation {
  /** `stored`: kept since the issue's first event; `recomputed`: built again from an event of the issue. */
  readonly source: 'stored' | 'recomputed'
  readonly tree: Component
}

/**
 * Returns the tree that led to an issue's hash: the one kept with it, else one built anew from `event`. Undefined when
 * there is neither: no event is stored, its payload was cut so that it no longer gives the issue's hash, or the
 * mechanism is one that this release does not know.
 */
export function explainGrouping(
  issue: Pick<Issue, 'mechanism' | 'hash' | 'grouping'>,
  event: StoredEvent | undefined,
): GroupingExplanation | undefined {
  const kept = issue.grouping === undefined ? undefined : parseComponent(issue.grouping)
  if (kept) return { source: 'stored', tree: kept }
  if (!event) return undefined
  const again = groupAgain(event, issue.mechanism)
  const tree = again?.hash === issue.hash ? withinBounds(again.explain()) : undefined
  return tree && { source: 'recomputed', tree }
}

/** What is built anew is no larger than what would have been kept. */
function withinBounds(tree: Component): Component | undefined {
  return parseComponent(componentJson(tree, limits.groupingChars) ?? '')
}

function groupAgain(event: StoredEvent, mechanism: string): ReturnType<typeof fingerprint> | undefined {
  const known = mechanisms.some(({ id }) => id === mechanism)
  return known ? fingerprint(groupingInputOf(event), mechanism) : undefined
}
