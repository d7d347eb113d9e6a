import type { VNode } from 'preact'
import type { IssueItem } from './issue-item.ts'

/** The states of an issue that set it apart, as words: New, Regressed, Resolved, Ignored, Unhandled. */
export function Badges({
  issue,
}: {
  readonly issue: Pick<IssueItem, 'status' | 'substatus' | 'unhandled'>
}): VNode {
  return (
    <>
      {issue.status === 'resolved' && <span class="badge badge-good">Resolved</span>}
      {issue.status === 'ignored' && <span class="badge">Ignored</span>}
      {issue.substatus === 'new' && <span class="badge badge-accent">New</span>}
      {issue.substatus === 'regressed' && <span class="badge badge-warn">Regressed</span>}
      {issue.unhandled && <span class="badge badge-bad">Unhandled</span>}
    </>
  )
}
