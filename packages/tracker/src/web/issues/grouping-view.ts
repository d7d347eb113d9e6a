import { mechanisms } from '@culprit/grouping'
import { componentText, type ComponentView } from '@culprit/view'
import { explainGrouping } from '../../digest/explain-grouping.ts'
import type { StoredEvent } from '../../domain/event.ts'
import type { IssueRow } from '../../ports/read-models.ts'

/** Why the events of an issue are one issue. */
export interface GroupingView {
  readonly mechanism: string
  /** What the mechanism goes by, in a few words; empty for one that this release does not know. */
  readonly label: string
  readonly hash: string
  /** Where the tree comes from: kept since the first event, or built anew from the event shown. */
  readonly source?: 'stored' | 'recomputed' | undefined
  /** Absent when it was not kept and no stored event gives the hash. */
  readonly tree?: ComponentView | undefined
}

/** Returns why an issue's events are one; `event` helps where the tree was not kept. */
export function groupingViewOf(issue: IssueRow, event: StoredEvent | undefined): GroupingView {
  const { mechanism, hash } = issue
  const label = mechanisms.find(({ id }) => id === mechanism)?.label ?? ''
  return { mechanism, label, hash, ...explainGrouping(issue, event) }
}

/** Returns the same as lines of text. */
export function groupingText({ mechanism, label, hash, tree }: GroupingView): string {
  const head = `mechanism: ${mechanism}${label === '' ? '' : ` (${label})`}\nhash: ${hash}`
  return tree === undefined ? head : `${head}\n${componentText(tree)}`
}
