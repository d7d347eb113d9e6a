import { formatCount } from '@culprit/view'
import type { VNode } from 'preact'
import type { PageContext } from '../context.ts'
import { Page } from '../page.tsx'
import { EmptyList } from './empty-list.tsx'
import { ListFilters } from './list-filters.tsx'
import type { ListModel } from './list-model.ts'
import { listHref } from './list-request.ts'
import { ListRow } from './list-row.tsx'
import { ListTabs } from './list-tabs.tsx'

/** What `IssueList` shows. */
export interface IssueListProps {
  readonly ctx: PageContext
  readonly model: ListModel
}

/** The issue list: search, filters, tabs, rows, pages. Works without scripts but for live updates. */
export function IssueList({ ctx, model }: IssueListProps): VNode {
  const { items, request, empty } = model
  const named = new Set(items.map(({ project }) => project)).size > 1
  return (
    <Page ctx={ctx} title="Issues" heading="Issues" active="issues" scripts={['issue-list']}>
      <ListFilters model={model} />
      <ListTabs model={model} />
      <a class="fresh-pill" id="fresh-issues" href={listHref(request, {})} hidden aria-live="polite" />
      {empty ? (
        <EmptyList now={ctx.now} request={request} reason={empty} />
      ) : (
        <>
          <div class="issues-head" aria-hidden="true">
            <span>Issue</span>
            <span>24 h</span>
            <span>Events</span>
            <span>Users</span>
            <span>Age</span>
            <span>Last</span>
          </div>
          <ol class="issues" id="issues">
            {items.map((item) => (
              <ListRow key={item.id} item={item} now={ctx.now} named={named} />
            ))}
          </ol>
        </>
      )}
      <Pages model={model} />
    </Page>
  )
}

function Pages({ model: { request, next, previous, items } }: { readonly model: ListModel }): VNode | null {
  if (next === undefined && previous === undefined && request.cursor === undefined) return null
  return (
    <nav class="pages" aria-label="Pages">
      <span class="muted">{formatCount(items.length)} on this page</span>
      {request.cursor !== undefined && (
        <a class="button" href={listHref(request, { cursor: previous })} rel="prev">
          {previous === undefined ? 'First page' : 'Previous'}
        </a>
      )}
      {next !== undefined && (
        <a class="button" href={listHref(request, { cursor: next })} rel="next">
          Next
        </a>
      )}
    </nav>
  )
}
