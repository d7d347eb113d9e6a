import type { VNode } from 'preact'
import type { IssueStatus } from '../../domain/issue.ts'
import type { PageContext } from '../context.ts'
import type { IssueItem } from './issue-item.ts'

/** What `StatusActions` shows. */
export interface StatusActionsProps {
  readonly ctx: PageContext
  readonly issue: IssueItem
  /** Where to return to. */
  readonly back: string
}

/** The buttons that resolve, ignore or reopen an issue: one form each, so that they work without scripts. */
export function StatusActions({ ctx, issue, back }: StatusActionsProps): VNode {
  return (
    <div class="status-actions">
      {actions[issue.status].map(({ status, name, kind, title }) => (
        <form method="post" action={`/issues/${issue.shortId}/status`} key={status}>
          <input type="hidden" name="csrf" value={ctx.csrf} />
          <input type="hidden" name="status" value={status} />
          <input type="hidden" name="back" value={back} />
          <button class={`button ${kind}`} type="submit" title={title}>
            {name}
          </button>
        </form>
      ))}
    </div>
  )
}

interface Action {
  readonly status: IssueStatus
  readonly name: string
  readonly kind: '' | 'primary'
  readonly title: string
}

const resolve: Action = {
  status: 'resolved',
  name: 'Resolve',
  kind: 'primary',
  title: 'Mark as fixed. The next event reopens it and tells everybody.',
}
const ignore: Action = {
  status: 'ignored',
  name: 'Ignore',
  kind: '',
  title: 'Keep counting, but tell nobody.',
}
const reopen: Action = {
  status: 'unresolved',
  name: 'Reopen',
  kind: '',
  title: 'Put it back among the open issues.',
}

const actions: Readonly<Record<IssueStatus, readonly Action[]>> = {
  unresolved: [resolve, ignore],
  resolved: [reopen],
  ignored: [reopen, resolve],
}
